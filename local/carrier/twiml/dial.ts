import { z } from 'zod'
import { RING_TONES } from '../ringback.ts'
import type { Fields } from '../webhooks/sign.ts'
import { askAnyway } from './ask-anyway.ts'
import { flag, method, seconds } from './attributes.ts'
import { dialConference } from './dial-conference.ts'
import { dialLegs } from './dial-legs.ts'
import { dialQueue } from './dial-queue.ts'
import { dialRecording, type RecordChoice } from './dial-recording.ts'
import { readTargets } from './dial-targets.ts'
import { resolveUrl } from './fetch.ts'
import { type Element, readAttributes } from './parse.ts'
import { recordingCallback, recordingCallbackAttributes } from './recording-callback.ts'
import type { Run, Verb } from './verb.ts'

/** The real carrier rings at least 5 s and about 5 s longer than asked; here it is as asked. */
export const Attributes = z.strictObject({
  action: z.string().optional(),
  method,
  timeout: seconds(1, 600).default(30),
  callerId: z.string().optional(),
  answerOnBridge: flag.default(false),
  timeLimit: seconds(1, 14_400).default(14_400),
  hangupOnStar: flag.default(false),
  sequential: flag.default(false),
  ringTone: z.enum(RING_TONES).optional(),
  record: z
    .enum([
      'do-not-record',
      'record-from-answer',
      'record-from-answer-dual',
      'record-from-ringing',
      'record-from-ringing-dual',
      // Older spellings of do-not-record and record-from-answer.
      'false',
      'true',
    ])
    .default('do-not-record'),
  recordingTrack: z.enum(['inbound', 'outbound', 'both']).default('both'),
  trim: z.enum(['trim-silence', 'do-not-trim']).default('do-not-trim'),
  ...recordingCallbackAttributes,
})
type Attributes = z.infer<typeof Attributes>

/** <Dial>: connects the leg to a conference, a queue, or the first of its numbers and clients to answer, then asks its action. */
export const dial: Verb = async (run, element) => {
  const attributes = readAttributes(Attributes, element)
  const request = attributes.action !== undefined && {
    url: resolveUrl(run.document, attributes.action),
    method: attributes.method,
  }
  run.leg.endsUnanswered = undefined
  const outcome = await connect(run, attributes, element)
  if (!request || outcome === undefined) return undefined
  if (!run.signal.aborted) return { request, fields: outcome }
  askAnyway(run, request, outcome)
  return 'over'
}

async function connect(run: Run, attributes: Attributes, element: Element): Promise<Fields | undefined> {
  const recording = dialRecording(run, recordChoice(run, attributes))
  try {
    const noun = element.children[0]?.name
    if (noun === 'Conference') recording.answered()
    const fields =
      noun === 'Conference'
        ? await dialConference(limited(run, attributes.timeLimit), element)
        : noun === 'Queue'
          ? await dialQueue(run, attributes, element, recording)
          : await dialLegs(run, attributes, readTargets(element, run.document), recording)
    return fields && { ...fields, ...recording.fields() }
  } finally {
    recording.stop()
  }
}

/** A conference is left when the time is up. */
const limited = (run: Run, seconds: number): Run => ({
  ...run,
  signal: AbortSignal.any([run.signal, AbortSignal.timeout(seconds * 1000)]),
})

function recordChoice(run: Run, attributes: Attributes): RecordChoice {
  const { record, recordingTrack, trim } = attributes
  const callback = recordingCallback(run, attributes)
  const from = record.startsWith('record-from-ringing') ? 'ringing' : 'answer'
  return {
    from: record === 'do-not-record' || record === 'false' ? undefined : from,
    plan: {
      channels: record.endsWith('-dual') ? 2 : 1,
      track: recordingTrack,
      trim: trim === 'trim-silence',
      callback,
    },
  }
}
