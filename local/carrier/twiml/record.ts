import { z } from 'zod'
import { rmsDb } from '#lib/media/goertzel.ts'
import { decodeMulaw, FRAME_MS } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { interrupted } from '../leg.ts'
import type { Recording } from '../recordings/recording.ts'
import { askAnyway } from './ask-anyway.ts'
import { flag, keys, method, seconds } from './attributes.ts'
import { actionOf } from './fetch.ts'
import { noChildren, readAttributes } from './parse.ts'
import { recordingCallback, recordingCallbackAttributes } from './recording-callback.ts'
import { playFrames } from './say.ts'
import type { Run, Verb } from './verb.ts'

export const Attributes = z.strictObject({
  action: z.string().optional(),
  method,
  timeout: seconds(0, 14_400).default(5),
  finishOnKey: keys.default('1234567890*#'),
  maxLength: seconds(1, 14_400).optional(),
  playBeep: flag.default(true),
  trim: z.enum(['trim-silence', 'do-not-trim']).default('trim-silence'),
  transcribe: z.literal('false').optional(),
  ...recordingCallbackAttributes,
})
type Attributes = z.infer<typeof Attributes>

/** Seconds; a browser's leg is never recorded longer than its own. */
const USUAL_LENGTH = 3600
const BROWSER_LENGTH = 600
const BEEP_FRAMES = 300 / FRAME_MS
/** Quieter frames are silence. */
const SOUND_DB = -45

/** <Record>: answers, beeps and records what is said until silence, a key or the end; the action gets where it is. */
export const record: Verb = async (run, element) => {
  const attributes = readAttributes(Attributes, element)
  noChildren(element)
  const action = actionOf(run.document, attributes.action, attributes.method)
  const callback = recordingCallback(run, attributes)
  run.leg.answer()
  if (attributes.playBeep) await beep(run)
  if (run.signal.aborted) return 'over'
  const plan = { channels: 1, track: 'inbound', trim: attributes.trim === 'trim-silence', callback } as const
  const recording = run.exchange.recordings.start('RecordVerb', { leg: run.leg, ...plan })
  const key = await untilOver(run, attributes, recording)
  recording.stop()
  if (run.signal.aborted && !run.leg.isEnded) return 'over'
  const fields = {
    RecordingUrl: run.exchange.recordings.urlOf(recording),
    RecordingSid: recording.sid,
    RecordingDuration: String(recording.durationS),
    ...(run.leg.isEnded ? { Digits: 'hangup' } : key !== undefined && { Digits: key }),
  }
  if (!run.leg.isEnded) return { request: action, fields }
  askAnyway(run, action, fields)
  return 'over'
}

function beep(run: Run): Promise<void> {
  const tone = new Tone(1000)
  return playFrames(
    run,
    Array.from({ length: BEEP_FRAMES }, () => tone.frame()),
  )
}

/** Until silence, the greatest length, a key (which it gives), or the leg is gone. */
async function untilOver(run: Run, attributes: Attributes, recording: Recording): Promise<string | undefined> {
  const { leg, exchange, signal } = run
  const { timeout, finishOnKey } = attributes
  const maxLength = Math.min(attributes.maxLength ?? USUAL_LENGTH, isBrowser(run) ? BROWSER_LENGTH : Infinity)
  let silentMs = 0
  let wholeMs = 0
  let finish: (key?: string) => void = () => {}
  const over = new Promise<string | undefined>((resolve) => {
    finish = resolve
  })
  const unfollow = leg.line.follow(exchange.parts.clock, (said) => {
    silentMs = rmsDb(decodeMulaw(said)) > SOUND_DB ? 0 : silentMs + FRAME_MS
    wholeMs += FRAME_MS
    const isSilent = timeout > 0 && silentMs >= timeout * 1000
    if (isSilent || wholeMs >= maxLength * 1000 || !recording.isActive) finish()
  })
  const press = (digit: string) => {
    if (finishOnKey.includes(digit)) finish(digit)
  }
  leg.on('digit', press)
  const key = await Promise.race([over, interrupted(signal).then(() => undefined)])
  leg.off('digit', press)
  unfollow()
  return key
}

const isBrowser = ({ leg }: Run) => [leg.plan.from, leg.plan.to].some((party) => party.startsWith('client:'))
