import { newSid } from '#lib/ids.ts'
import { decodeSample, encodeSample, FRAME_MS, SILENCE } from '#lib/media/mulaw.ts'
import type { Callback } from '../webhooks/webhooks.ts'
import { Track } from './track.ts'

/** What started it. */
export type RecordingSource = 'DialVerb' | 'Conference' | 'OutboundAPI' | 'RecordVerb' | 'StartCallRecordingAPI'
export type RecordingTrack = 'inbound' | 'outbound' | 'both'
/** What a recording's callback may be asked for. */
export const RECORDING_EVENTS = ['in-progress', 'completed', 'absent'] as const
export type PauseBehavior = 'silence' | 'skip'
export type RecordingStatus = 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent' | 'deleted'

/** How a recording is made and who is told. */
export interface RecordingPlan {
  channels: 1 | 2
  track: RecordingTrack
  /** Silence at both ends is cut off. */
  trim: boolean
  /** Events: in-progress, completed, absent. */
  callback?: Callback | undefined
}

interface Owner {
  accountSid: string
  source: RecordingSource
  callSid?: string
  conferenceSid?: string
}

/** Time the real carrier takes to make a file out of a recording, shortened. */
const PROCESSING_MS = 100
/** Four hours in two channels would be more than the store holds: such a recording ends there. */
const MOST_BYTES = 100 * 1024 * 1024

/**
 * The sound of a leg or a conference while it lasts, then a file.
 *   in-progress <-> paused -> stopped -> processing -> completed | absent; completed -> deleted
 */
export class Recording {
  readonly sid = newSid('RE')
  readonly plan: Readonly<RecordingPlan>
  readonly owner: Readonly<Owner>
  readonly createdAt = Date.now()
  updatedAt = this.createdAt
  status: RecordingStatus = 'in-progress'
  /** Resolves when it is completed, absent or deleted. */
  readonly done: Promise<void>
  #tracks: Track[]
  #pause: PauseBehavior | undefined
  #unlisten: () => void = () => {}
  #resolveDone: () => void = () => {}
  readonly #onDone: () => void

  constructor(owner: Owner, plan: RecordingPlan, onDone: () => void) {
    this.owner = owner
    this.plan = plan
    this.#onDone = onDone
    this.#tracks = Array.from({ length: plan.channels }, () => new Track())
    this.done = new Promise((resolve) => {
      this.#resolveDone = resolve
    })
  }

  /** It still takes sound, or would if it were not paused. */
  get isActive(): boolean {
    return this.status === 'in-progress' || this.status === 'paused'
  }

  get isFinished(): boolean {
    return this.status === 'completed' || this.status === 'absent' || this.status === 'deleted'
  }

  /** Whole seconds; what was skipped in pauses is not in it. */
  get durationS(): number {
    return Math.round((this.#tracks[0]!.frames * FRAME_MS) / 1000)
  }

  get bytes(): number {
    return this.#tracks.reduce((sum, { size }) => sum + size, 0)
  }

  /** Takes its sound from somewhere until it stops. */
  listen(start: (add: (first: Uint8Array, second: Uint8Array) => void) => () => void): void {
    this.#unlisten = start((first, second) => this.#add(first, second))
  }

  /** Sound is kept as silence, or skipped, until resume(). */
  pause(behavior: PauseBehavior): void {
    if (!this.isActive) return
    this.#pause = behavior
    this.#become('paused')
  }

  resume(): void {
    if (!this.isActive) return
    this.#pause = undefined
    this.#become('in-progress')
  }

  /** Ends it; its file is there shortly after. Harmless when it is over. */
  stop(): void {
    if (!this.isActive) return
    this.#unlisten()
    this.#trim()
    this.#become('stopped')
    setTimeout(() => this.#complete(), PROCESSING_MS).unref()
  }

  /** Forgets its sound. */
  delete(): void {
    this.stop()
    this.#tracks = this.#tracks.map(() => new Track())
    if (this.status !== 'deleted') this.#become('deleted')
    this.#resolveDone()
  }

  /** 16-bit samples by channel. */
  channels(): Int16Array[] {
    return this.#tracks.map((track) => track.pcm())
  }

  #add(first: Uint8Array, second: Uint8Array): void {
    if (this.#pause === 'skip') return
    const [one, two] = this.#pause === 'silence' ? [SILENCE, SILENCE] : [first, second]
    if (this.plan.channels === 2) {
      this.#tracks[0]!.add(one)
      this.#tracks[1]!.add(two)
    } else if (this.plan.track === 'both') this.#tracks[0]!.add(mixed(one, two))
    else this.#tracks[0]!.add(this.plan.track === 'inbound' ? one : two)
    if (this.bytes > MOST_BYTES) this.stop()
  }

  /** Channels stay together: cut is what is silent in all of them. A wholly silent one is kept. */
  #trim(): void {
    const parts = this.#tracks.map((track) => track.sounding()).filter(([from, to]) => to > from)
    const isTrimmed = this.plan.trim && parts.length > 0
    const from = isTrimmed ? Math.min(...parts.map(([start]) => start)) : 0
    const to = isTrimmed ? Math.max(...parts.map(([, end]) => end)) : this.#tracks[0]!.frames
    for (const track of this.#tracks) track.cut(from, to)
  }

  #complete(): void {
    if (this.status === 'deleted') return
    this.#become(this.#tracks[0]!.frames > 0 ? 'completed' : 'absent')
    this.#onDone()
    this.#resolveDone()
  }

  #become(status: RecordingStatus): void {
    this.status = status
    this.updatedAt = Date.now()
  }
}

function mixed(one: Uint8Array, two: Uint8Array): Uint8Array {
  return Uint8Array.from(one, (byte, index) => {
    const sum = decodeSample(byte) + decodeSample(two[index]!)
    return encodeSample(Math.max(-32768, Math.min(32767, sum)))
  })
}
