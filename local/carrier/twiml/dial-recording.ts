import type { Recording, RecordingPlan } from '../recordings/recording.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Run } from './verb.ts'

export interface RecordChoice {
  from: 'ringing' | 'answer' | undefined
  plan: RecordingPlan
}

/** The recording a Dial may make: of the dialling leg, channel 1 what it says, channel 2 what it hears. */
export interface DialRecording {
  ringing(): void
  answered(): void
  stop(): void
  /** What the action is told of it. */
  fields(): Fields
}

/** Starts nothing yet: whoever dials says when it rings and when it is answered. */
export function dialRecording({ exchange, leg }: Run, { from, plan }: RecordChoice): DialRecording {
  let recording: Recording | undefined
  const start = () => {
    recording ??= exchange.recordings.start('DialVerb', { leg, ...plan })
  }
  return {
    ringing: () => from === 'ringing' && start(),
    answered: () => from !== undefined && start(),
    stop: () => recording?.stop(),
    fields: () =>
      recording ? { RecordingUrl: exchange.recordings.urlOf(recording), RecordingSid: recording.sid } : ({} as Fields),
  }
}
