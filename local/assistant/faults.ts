import { z } from 'zod'

/**
 * refuse: no signed URL, 401. hang: the request for one is not answered. slow: every answer comes 3 s late. silent: after the plan
 * nothing is sent any more, no ping either. close-1008, close-1011: an error frame and the close in the middle of the next
 * utterance. drop: the connection breaks there. flood: that utterance never ends and comes as fast as the socket takes
 * it. format: the agent's sound is pcm_16000. no-webhook: nothing is posted after the call.
 */
export const Fault = z.enum([
  'none',
  'refuse',
  'hang',
  'slow',
  'silent',
  'close-1008',
  'close-1011',
  'drop',
  'flood',
  'format',
  'no-webhook',
])
export type Fault = z.output<typeof Fault>

export const SLOW_MS = 3_000

/** What goes wrong at the moment, in all conversations. */
export interface Faults {
  mode: Fault
}
