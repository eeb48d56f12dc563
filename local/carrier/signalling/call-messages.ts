import type { BrowserCallReport } from '../ports.ts'
import type { CallMessage, ServerMessage } from './messages.ts'

type Payload = Extract<CallMessage, { type: 'message' }>['payload']

/** A longer one is 31212. */
const MOST_LETTERS = 10 * 1024
const KEPT = 100

/** What a browser sent as messages of one call. */
export class CallMessages {
  readonly #kept: BrowserCallReport['messages'] = []

  /** Takes a message; gives what the browser is told. */
  take({ callsid, voiceeventsid, content, messagetype }: Payload): ServerMessage {
    if (JSON.stringify(content ?? null).length > MOST_LETTERS) {
      const error = { code: 31212, message: 'The call message is too big' }
      return { type: 'error', payload: { error, callsid, voiceeventsid } }
    }
    this.#kept.push({ content: content ?? null, type: messagetype })
    if (this.#kept.length > KEPT) this.#kept.shift()
    return { type: 'ack', payload: { acktype: 'message', callsid, voiceeventsid } }
  }

  /** Oldest first. */
  all(): BrowserCallReport['messages'] {
    return [...this.#kept]
  }
}
