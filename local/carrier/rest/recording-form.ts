import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import { RECORDING_EVENTS, type RecordingPlan } from '../recordings/recording.ts'
import { callbackOf, flag, method, webUrl, words } from './form.ts'

/** The fields of a recording of one leg; whether it is trimmed by default depends on who starts it. */
export const recordingFields = (trim: 'trim-silence' | 'do-not-trim') => ({
  RecordingChannels: z.enum(['mono', 'dual']).default('mono'),
  RecordingTrack: z.enum(['inbound', 'outbound', 'both']).default('both'),
  Trim: z.enum(['trim-silence', 'do-not-trim']).default(trim),
  RecordingStatusCallback: webUrl.optional(),
  RecordingStatusCallbackMethod: method.default('POST'),
  RecordingStatusCallbackEvent: words(RECORDING_EVENTS).default(['completed']),
})

type RecordingForm = z.infer<z.ZodObject<ReturnType<typeof recordingFields>>>

export function readRecordingPlan(form: RecordingForm): RecordingPlan {
  return {
    channels: form.RecordingChannels === 'dual' ? 2 : 1,
    track: form.RecordingTrack,
    trim: form.Trim === 'trim-silence',
    callback: callbackOf(
      form.RecordingStatusCallback,
      form.RecordingStatusCallbackMethod,
      form.RecordingStatusCallbackEvent,
    ),
  }
}

/** `Record=true` of a call or a participant and all that belongs to it. */
export const recordFields = { Record: flag.default(false), ...recordingFields('trim-silence') }

/** Records a leg from its answer on if that was asked for; its last status callback then names the recording. */
export function recordFromAnswer(exchange: Exchange, leg: Leg, form: RecordingForm & { Record: boolean }): void {
  if (!form.Record) return
  leg.once('answered', () => {
    const recording = exchange.recordings.start('OutboundAPI', { leg, ...readRecordingPlan(form) })
    leg.endFields = () => {
      recording.stop()
      return {
        RecordingUrl: exchange.recordings.urlOf(recording),
        RecordingSid: recording.sid,
        RecordingDuration: String(recording.durationS),
      }
    }
  })
}

/** A conference's recording, asked for by whoever joins first. */
export const conferenceRecordFields = {
  ConferenceRecord: z.enum(['true', 'false', 'record-from-start', 'do-not-record']).default('false'),
  ConferenceTrim: z.enum(['trim-silence', 'do-not-trim']).default('trim-silence'),
  ConferenceRecordingStatusCallback: webUrl.optional(),
  ConferenceRecordingStatusCallbackMethod: method.default('POST'),
  ConferenceRecordingStatusCallbackEvent: words(RECORDING_EVENTS).default(['completed']),
}

export function readConferenceRecord(
  form: z.infer<z.ZodObject<typeof conferenceRecordFields>>,
): RecordingPlan | undefined {
  if (form.ConferenceRecord === 'false' || form.ConferenceRecord === 'do-not-record') return undefined
  return {
    channels: 2,
    track: 'both',
    trim: form.ConferenceTrim === 'trim-silence',
    callback: callbackOf(
      form.ConferenceRecordingStatusCallback,
      form.ConferenceRecordingStatusCallbackMethod,
      form.ConferenceRecordingStatusCallbackEvent,
    ),
  }
}
