import { rmsDb, toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw, FRAME_MS } from '#lib/media/mulaw.ts'
import type { MediaClock } from './clock.ts'
import type { Leg } from './leg.ts'

export interface DetectionPlan {
  /** Enable: says at once who is there. DetectMessageEnd: waits until a machine has spoken. */
  mode: 'Enable' | 'DetectMessageEnd'
  timeoutMs: number
  /** Silence that ends a machine's greeting. */
  speechEndMs: number
}

export interface Detection {
  answeredBy: 'human' | 'machine_start' | 'machine_end_beep' | 'machine_end_silence' | 'unknown'
  ms: number
}

/** A phone's script knows who is there; the real carrier has to listen for about that long. */
const LISTEN_MS = 1000
const BEEP_HZ = 1000
const BEEP_FRAMES = 200 / FRAME_MS
const SOUND_DB = -45

/** Finds out what answered a leg; undefined when the leg ends first. A machine that never falls silent is unknown. */
export function detectMachine(leg: Leg, clock: MediaClock, plan: DetectionPlan): Promise<Detection | undefined> {
  const greeting = new Greeting(plan.speechEndMs)
  let ms = 0
  return new Promise((resolve) => {
    const finish = (answeredBy?: Detection['answeredBy']) => {
      stop()
      leg.off('ended', ended)
      leg.answeredBy = answeredBy
      resolve(answeredBy && { answeredBy, ms })
    }
    const ended = () => finish()
    const stop = leg.line.follow(clock, (said) => {
      ms += FRAME_MS
      const end = greeting.hear(said)
      if (ms >= plan.timeoutMs) finish('unknown')
      else if (ms < LISTEN_MS) return
      else if (!leg.line.isMachine) finish('human')
      else if (plan.mode === 'Enable') finish('machine_start')
      else if (end) finish(end)
    })
    leg.once('ended', ended)
  })
}

/** A machine's greeting: over with its beep, or when nothing more is said. */
class Greeting {
  readonly #endFrames: number
  #quietFrames = 0
  #toneFrames = 0
  #hasSpoken = false

  constructor(speechEndMs: number) {
    this.#endFrames = speechEndMs / FRAME_MS
  }

  hear(frame: Uint8Array): 'machine_end_beep' | 'machine_end_silence' | undefined {
    const pcm = decodeMulaw(frame)
    const isLoud = rmsDb(pcm) > SOUND_DB
    if (!isLoud && this.#toneFrames >= BEEP_FRAMES) return 'machine_end_beep'
    this.#toneFrames = isLoud && toneRatio(pcm, BEEP_HZ) > 0.9 ? this.#toneFrames + 1 : 0
    this.#quietFrames = isLoud ? 0 : this.#quietFrames + 1
    this.#hasSpoken ||= isLoud
    return this.#hasSpoken && this.#quietFrames >= this.#endFrames ? 'machine_end_silence' : undefined
  }
}
