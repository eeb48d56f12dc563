import { recordTurns } from '#lib/assistants/record-turns.ts'
import type { PlannedNotes } from '#lib/assistants/take-notes.ts'
import { addLastWords } from '#lib/assistants/take-notes.ts'
import type { Transcriber, Transcription } from '#lib/assistants/transcriber.ts'
import { log } from '#lib/log.ts'
import type { Track } from '#lib/media/stream-frames.ts'
import { FrameJoiner } from './frame-joiner.ts'
import type { Listeners } from './listeners.ts'
import { TurnLog } from './turn-log.ts'
import { isVoice } from './voice-level.ts'

/** The vendor wants pieces of a tenth of a second or more. */
const CHUNK_MS = 100
const MOST_TURNS = 2_000
/** A vendor's session ends by its limit of time, or without a voice; a voice has this many at most. */
const MOST_SESSIONS = 20

interface NotesParts {
  place: { businessId: string; conversationId: string; callId: string }
  planned: PlannedNotes
  transcriber: Transcriber
  listeners: Listeners
}

interface Side {
  joiner: FrameJoiner
  transcription: Transcription
  sessions: number
  /** When the voice that was not written down yet was heard. */
  voice: { from: number; to: number } | undefined
}

/** Writes down what a person and the other party say to each other; nobody answers them. */
export class Notes {
  readonly #parts: NotesParts
  readonly #turns: TurnLog
  readonly #sides: Record<Track, Side>
  readonly #epoch: number
  #position: number
  #isEnding = false
  #hasLastWords = false

  constructor(parts: NotesParts) {
    const { place, planned } = parts
    this.#parts = parts
    this.#epoch = Date.now() - planned.startedAt.getTime() - performance.now()
    this.#position = planned.nextPosition
    this.#turns = new TurnLog((turns) => recordTurns(place, turns))
    this.#sides = { inbound: this.#side('inbound'), outbound: this.#side('outbound') }
  }

  hear(track: Track, payload: string): void {
    const side = this.#sides[track]
    if (isVoice(payload)) {
      const now = performance.now() + this.#epoch
      side.voice = { from: side.voice?.from ?? now, to: now }
    }
    const chunk = side.joiner.add(payload, CHUNK_MS)
    if (chunk !== null) side.transcription.sendAudio(chunk)
  }

  /** The talk is over; resolves when everything said is written. */
  async end(): Promise<void> {
    this.#isEnding = true
    await Promise.all(Object.values(this.#sides).map(({ transcription }) => transcription.finish()))
    await this.#turns.written()
    const { businessId, callId } = this.#parts.place
    if (this.#hasLastWords) await addLastWords(businessId, callId)
  }

  #side(track: Track): Side {
    return { joiner: new FrameJoiner(), transcription: this.#open(track), sessions: 1, voice: undefined }
  }

  #open(track: Track): Transcription {
    const { planned, transcriber } = this.#parts
    return transcriber.open(planned.language, {
      said: (text) => this.#said(track, text),
      ended: (reason, canGoOn) => {
        if (!this.#isEnding) this.#lost(track, reason, canGoOn)
      },
    })
  }

  /** A voice goes on in a new session; what the old one had not told is missing. */
  #lost(track: Track, reason: string, canGoOn: boolean): void {
    const side = this.#sides[track]
    if (canGoOn && side.sessions < MOST_SESSIONS) {
      side.sessions += 1
      side.transcription = this.#open(track)
      return
    }
    const { conversationId } = this.#parts.place
    log.warn('notes of a talk ended', { track, reason, conversationId })
  }

  #said(track: Track, text: string): void {
    if (this.#position >= MOST_TURNS) return
    const side = this.#sides[track]
    const now = performance.now() + this.#epoch
    const { from, to } = side.voice ?? { from: now, to: now }
    side.voice = undefined
    this.#hasLastWords ||= this.#isEnding
    const times = { startMs: Math.max(0, Math.round(from)), endMs: Math.max(0, Math.round(to)) }
    const speaker = track === 'inbound' ? 'caller' : 'agent'
    this.#turns.put({ position: this.#position++, speaker, text, heardText: null, ...times, latencyMs: null })
    const voice = track === 'inbound' ? 'caller' : 'assistant'
    this.#parts.listeners.transcription(this.#parts.place.conversationId, voice, text)
  }
}
