import { z } from 'zod'
import { type Element, noChildren, readAttributes } from './parse.ts'
import { recordingCallback, recordingCallbackAttributes } from './recording-callback.ts'
import type { Run } from './verb.ts'

/** [unverified: the defaults of channels and trim, and the source it is listed under] */
export const Attributes = z.strictObject({
  channels: z.enum(['mono', 'dual']).default('mono'),
  track: z.enum(['inbound', 'outbound', 'both']).default('both'),
  trim: z.enum(['trim-silence', 'do-not-trim']).default('do-not-trim'),
  ...recordingCallbackAttributes,
})

/** <Recording>: records the leg from now on, beside its call. */
export function startRecording(run: Run, noun: Element): void {
  const attributes = readAttributes(Attributes, noun)
  noChildren(noun)
  run.leg.answer()
  run.exchange.recordings.start('StartCallRecordingAPI', {
    leg: run.leg,
    channels: attributes.channels === 'dual' ? 2 : 1,
    track: attributes.track,
    trim: attributes.trim === 'trim-silence',
    callback: recordingCallback(run, attributes),
  })
}
