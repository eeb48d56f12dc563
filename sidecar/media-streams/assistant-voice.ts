import type { Alignment } from '#lib/assistants/voice-agent.ts'
import { Playback } from '#lib/media/playback.ts'
import { payloadMs } from '#lib/media/stream-frames.ts'
import type { CarrierSocket } from './carrier-socket.ts'
import type { Dialogue } from './dialogue.ts'
import type { Listeners } from './listeners.ts'

interface VoiceParts {
  conversationId: string
  carrier: Pick<CarrierSocket, 'media' | 'mark' | 'clear'>
  listeners: Listeners
  dialogue: Dialogue
  /** Ms from the conversation's start to performance.now() = 0. */
  epoch: number
}

/** No sound for this long, and what was said is a whole to be marked. */
const PAUSE_MS = 200
/** The longest anybody waits for sound to be heard before the call goes on. */
const HEARD_WITHIN_MS = 15_000
const LAST_WORDS_MS = 500

/** What goes out to the caller, and how much of it was heard. */
export class AssistantVoice {
  readonly #parts: VoiceParts
  readonly #playback = new Playback()
  #soundAt = 0
  #whenHeard: { go: () => void; after: number; before: number }[] = []

  constructor(parts: VoiceParts) {
    this.#parts = parts
  }

  /** All sound ever sent, in ms. */
  get sentMs(): number {
    return this.#playback.sentMs
  }

  /** Ms of sound that wait to be heard. */
  get waitingMs(): number {
    return this.#playback.sentMs - this.#playback.heardMs(performance.now())
  }

  /** Sound as base64 of mu-law, of any length. */
  say(payload: string, alignment?: Alignment): void {
    const { conversationId, carrier, listeners, dialogue, epoch } = this.#parts
    const now = performance.now()
    const piece = { from: this.#playback.sentMs, ms: payloadMs(payload), alignment }
    const hearsAt = this.#playback.startsAt(now)
    carrier.media(payload)
    this.#playback.send(piece.ms, now)
    this.#soundAt = now
    dialogue.sound(piece, hearsAt + epoch)
    listeners.audio(conversationId, 'assistant', payload)
  }

  /** Throws away what was not heard yet, wherever it waits. */
  silence(): void {
    const { conversationId, carrier, listeners, dialogue, epoch } = this.#parts
    const now = performance.now()
    carrier.clear()
    const heard = this.#playback.clear(now)
    listeners.clear(conversationId)
    dialogue.interrupted(heard, now + epoch)
  }

  /** The carrier says that all before this mark was played. */
  marked(name: string): void {
    const now = performance.now()
    if (!this.#playback.returned(name, now)) return
    this.#parts.dialogue.heard(this.#playback.heardMs(now), now + this.#parts.epoch)
  }

  /** Runs once everything said was heard, also what comes a moment later: a goodbye follows the tool's call it belongs to. */
  onceHeard(go: () => void): void {
    const now = performance.now()
    this.#whenHeard.push({ go, after: now + LAST_WORDS_MS, before: now + HEARD_WITHIN_MS })
  }

  /** Ten times a second. */
  tick(now: number): void {
    if (now - this.#soundAt > PAUSE_MS) {
      const name = this.#playback.mark()
      if (name) this.#parts.carrier.mark(name)
    }
    if (this.#whenHeard.length === 0) return
    const isQuiet = this.waitingMs <= 0
    const isDue = ({ after, before }: { after: number; before: number }) => (isQuiet && now > after) || now > before
    const due = this.#whenHeard.filter(isDue)
    this.#whenHeard = this.#whenHeard.filter((one) => !due.includes(one))
    for (const { go } of due) go()
  }

  /** The stream is over: what waits will not be heard. */
  end(): void {
    const now = performance.now()
    this.#whenHeard = []
    this.#parts.dialogue.interrupted(this.#playback.heardMs(now), now + this.#parts.epoch)
  }
}
