import type { WebSocket } from 'ws'
import { Outbox } from './outbox.ts'

/** Whose voice: listeners know these two names, also while a person stands in for the assistant. */
export type Voice = 'caller' | 'assistant'

/** Who listens to which conversation. What they are told is written once for all; a slow one misses the oldest. */
export class Listeners {
  readonly #of = new Map<string, Map<WebSocket, Outbox>>()

  /** Adds a socket until it closes. */
  add(conversationId: string, socket: WebSocket): void {
    const outboxes = this.#of.get(conversationId) ?? new Map<WebSocket, Outbox>()
    this.#of.set(conversationId, outboxes.set(socket, new Outbox(socket)))
    socket.once('close', () => {
      outboxes.delete(socket)
      if (outboxes.size === 0 && this.#of.get(conversationId) === outboxes) this.#of.delete(conversationId)
    })
  }

  has(conversationId: string): boolean {
    return this.#of.has(conversationId)
  }

  /** A message as another sidecar's listeners are told it. */
  pass(conversationId: string, text: string): void {
    const isSound = text.startsWith('{"event":"audio"')
    const isClear = text.startsWith('{"event":"clear"')
    if (text.startsWith('{"event":"ready"')) return
    for (const outbox of this.#of.get(conversationId)?.values() ?? []) {
      if (isSound) outbox.sound(text)
      else {
        if (isClear) outbox.clear()
        outbox.word(text)
      }
    }
  }

  /** Sound as base64 of mu-law. An assistant's comes faster than it is heard. */
  audio(conversationId: string, track: Voice, payload: string): void {
    const outboxes = this.#of.get(conversationId)
    if (!outboxes) return
    const text = `{"event":"audio","payload":"${payload}","track":"${track}"}`
    for (const outbox of outboxes.values()) outbox.sound(text)
  }

  /** What the assistant said and was not heard yet never will be. */
  clear(conversationId: string): void {
    for (const outbox of this.#of.get(conversationId)?.values() ?? []) {
      outbox.clear()
      outbox.word('{"event":"clear","track":"assistant"}')
    }
  }

  transcription(conversationId: string, track: Voice, text: string): void {
    const message = JSON.stringify({ event: 'transcription', text, track })
    for (const outbox of this.#of.get(conversationId)?.values() ?? []) outbox.word(message)
  }

  /** The conversation is over. */
  end(conversationId: string): void {
    for (const socket of this.#of.get(conversationId)?.keys() ?? []) socket.close(1000, 'The conversation is over')
  }

  /** Ten times a second. */
  tick(): void {
    for (const outboxes of this.#of.values()) for (const outbox of outboxes.values()) outbox.flush()
  }
}
