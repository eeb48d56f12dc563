import { z } from 'zod'
import type { Callback } from '../webhooks/webhooks.ts'
import { method, words } from './attributes.ts'
import { resolveUrl } from './fetch.ts'
import type { Run } from './verb.ts'

/** The attributes by which a verb that records tells whom to tell. */
export const recordingCallbackAttributes = {
  recordingStatusCallback: z.string().optional(),
  recordingStatusCallbackMethod: method,
  recordingStatusCallbackEvent: words(['in-progress', 'completed', 'absent']).default(['completed']),
}

interface Attributes {
  recordingStatusCallback?: string | undefined
  recordingStatusCallbackMethod: Callback['method']
  recordingStatusCallbackEvent: string[]
}

/** Who is told of a recording, if anybody; throws TwimlError. */
export function recordingCallback({ document }: Run, attributes: Attributes): Callback | undefined {
  const { recordingStatusCallback: url, recordingStatusCallbackMethod, recordingStatusCallbackEvent } = attributes
  if (url === undefined) return undefined
  const events = new Set(recordingStatusCallbackEvent)
  return { url: resolveUrl(document, url), method: recordingStatusCallbackMethod, events }
}
