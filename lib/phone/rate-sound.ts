import type { Call } from '@twilio/voice-sdk'
import type { SoundVerdict } from './phone.ts'

const ISSUES: Record<Exclude<SoundVerdict, 'fine'>, `${Call.FeedbackIssue}`> = {
  choppy: 'choppy-audio',
  late: 'audio-latency',
  echo: 'echo',
  noise: 'noisy-call',
  'one-way': 'one-way-audio',
}
const GOOD = 5
const BAD = 2

/** Tells the network what the agent says of a call's sound. It is an opinion: when it does not arrive, nothing is lost. */
export function rateSound(call: Call, verdict: SoundVerdict): void {
  const [score, issue] = verdict === 'fine' ? [GOOD, undefined] : [BAD, ISSUES[verdict]]
  call.postFeedback(score as Call.FeedbackScore, issue as Call.FeedbackIssue | undefined).catch(() => undefined)
}
