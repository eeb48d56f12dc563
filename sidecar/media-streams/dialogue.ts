import type { Speaker, Turn } from '#lib/assistants/record-turns.ts'
import type { Alignment } from '#lib/assistants/voice-agent.ts'
import { heardText, type Piece } from './heard-text.ts'

interface Speech {
  turn: Turn
  /** Its place in all sound sent, in ms. */
  from: number
  pieces: Piece[]
  /** What comes next belongs to another turn. */
  isComplete: boolean
  isCorrected: boolean
}

/**
 * Who said what and when, of one stream. What the assistant says is one turn until the caller speaks, interrupts it, or its
 * next text comes; text and sound of a turn come in any order. Times given are ms from the conversation's start.
 */
export class Dialogue {
  readonly #tell: (turn: Turn) => void
  #position: number
  #speech: Speech | undefined
  #voice: { from: number; to: number } | undefined
  #lastVoice: number | undefined
  #answered = true

  constructor(firstPosition: number, tell: (turn: Turn) => void) {
    this.#position = firstPosition
    this.#tell = tell
  }

  /** How many turns there are, earlier streams' included. */
  get length(): number {
    return this.#position
  }

  /** The caller's voice is heard. */
  voice(now: number): void {
    this.#voice = { from: this.#voice?.from ?? now, to: now }
    this.#answered = false
  }

  callerText(text: string, now: number): void {
    const { from, to } = this.#voice ?? { from: now, to: now }
    this.#voice = undefined
    this.#lastVoice = to
    if (this.#speech) this.#speech.isComplete = true
    this.#tell(this.#turn('caller', text, from, to))
  }

  /** The assistant's sound, sent at this place of all sound, to be heard from this time on. */
  sound(piece: { from: number; ms: number; alignment?: Alignment | undefined }, hearsAt: number): void {
    const speech = this.#open(piece.from, hearsAt)
    if (speech.pieces.length === 0) {
      speech.from = piece.from
      speech.turn.startMs = Math.round(hearsAt)
      speech.turn.latencyMs = this.#latency(hearsAt)
    }
    const last = speech.pieces.at(-1)
    if (last && !last.alignment && !piece.alignment) last.ms += piece.ms
    else speech.pieces.push({ fromMs: piece.from - speech.from, ms: piece.ms, alignment: piece.alignment })
    if (!last) this.#tellSpeech(speech)
  }

  assistantText(text: string, sentMs: number, now: number): void {
    if (this.#speech?.turn.text) this.#speech.isComplete = true
    const speech = this.#open(sentMs, now)
    speech.turn.text = text
    this.#tellSpeech(speech)
  }

  /** All sound up to a place in it was heard, and no more for now. */
  heard(upTo: number, now: number): void {
    const speech = this.#speech
    if (!speech || speech.turn.endMs !== null || speech.pieces.length === 0 || upTo < end(speech)) return
    speech.turn.endMs = Math.round(now)
    this.#tellSpeech(speech)
  }

  /** What was not heard up to this place never will be. */
  interrupted(heardMs: number, now: number): void {
    const speech = this.#speech
    if (!speech || speech.turn.endMs !== null) return
    speech.isComplete = true
    speech.turn.endMs = Math.max(speech.turn.startMs, Math.round(now))
    if (!speech.isCorrected) {
      speech.turn.heardText = heardText(speech.turn.text, speech.pieces, Math.max(0, heardMs - speech.from))
    }
    this.#tellSpeech(speech)
  }

  /** The vendor's own word on what was heard wins over ours. */
  corrected(original: string, heard: string): void {
    const speech = this.#speech
    if (speech?.turn.text.trim() !== original.trim()) return
    speech.isCorrected = true
    speech.isComplete = true
    speech.turn.heardText = heard.trim() === original.trim() ? null : heard
    this.#tellSpeech(speech)
  }

  /** A key the caller pressed, or what a tool did. */
  note(speaker: Speaker, text: string, now: number): void {
    this.#tell(this.#turn(speaker, text, now, now))
  }

  #latency(hearsAt: number): number | null {
    const spokeUntil = this.#voice?.to ?? this.#lastVoice
    if (this.#answered || spokeUntil === undefined) return null
    this.#answered = true
    return Math.max(0, Math.round(hearsAt - spokeUntil))
  }

  #open(from: number, startsAt: number): Speech {
    if (this.#speech && !this.#speech.isComplete) return this.#speech
    if (this.#speech) this.#close(this.#speech, startsAt)
    const turn = this.#turn('assistant', '', startsAt, null)
    this.#speech = { turn, from, pieces: [], isComplete: false, isCorrected: false }
    return this.#speech
  }

  #close(speech: Speech, now: number): void {
    if (speech.turn.endMs !== null) return
    speech.turn.endMs = Math.max(speech.turn.startMs, Math.round(now))
    this.#tellSpeech(speech)
  }

  /** Sound without a text yet is no turn that one could read. */
  #tellSpeech({ turn }: Speech): void {
    if (turn.text) this.#tell({ ...turn })
  }

  #turn(speaker: Speaker, text: string, startMs: number, endMs: number | null): Turn {
    const position = this.#position++
    const times = { startMs: Math.round(startMs), endMs: endMs === null ? null : Math.round(endMs) }
    return { position, speaker, text, heardText: null, ...times, latencyMs: null }
  }
}

function end({ from, pieces }: Speech): number {
  const last = pieces.at(-1)!
  return from + last.fromMs + last.ms
}
