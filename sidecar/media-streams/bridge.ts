import type { Carriage, Claim } from '#lib/assistants/carry-conversation.ts'
import { noteVendor } from '#lib/assistants/carry-conversation.ts'
import { recordTurns } from '#lib/assistants/record-turns.ts'
import { runTool, type ToolOutcome } from '#lib/assistants/tools.ts'
import type {
  Alignment,
  Conversation,
  ConversationEnd,
  ConversationListener,
  ConversationPlan,
  ToolCall,
  VoiceAgent,
} from '#lib/assistants/voice-agent.ts'
import { log } from '#lib/log.ts'
import { keySound } from '#lib/media/key-tones.ts'
import { Playback } from '#lib/media/playback.ts'
import { payloadMs } from '#lib/media/stream-frames.ts'
import type { CarrierSocket } from './carrier-socket.ts'
import { Dialogue } from './dialogue.ts'
import { FrameJoiner } from './frame-joiner.ts'
import type { Listeners } from './listeners.ts'
import { TurnLog } from './turn-log.ts'
import { isVoice } from './voice-level.ts'

interface BridgeParts {
  carriage: Carriage
  claim: Claim
  carrier: Pick<CarrierSocket, 'media' | 'mark' | 'clear'>
  listeners: Listeners
  agent: VoiceAgent
  plan: ConversationPlan
  maxDurationS: number
  chunkMs: number
  /** The stream is not needed any more; the reason goes to the conversation. */
  leave(reason: string): void
}

/** No sound of the assistant for this long, and what it said is a whole to be marked. */
const PAUSE_MS = 200
/** The longest anybody waits for sound to be heard before the call goes on. */
const HEARD_WITHIN_MS = 15_000
const LAST_WORDS_MS = 500
/** More sound than this waiting, or more turns, is no conversation. */
const MOST_WAITING_MS = 5 * 60_000
const MOST_TURNS = 2_000

/** Carries a conversation between the carrier's stream and the assistant, and keeps what was said and heard. */
export class Bridge implements ConversationListener {
  readonly #parts: BridgeParts
  readonly #conversation: Conversation
  readonly #playback = new Playback()
  readonly #dialogue: Dialogue
  readonly #turns: TurnLog
  readonly #joiner: FrameJoiner
  /** Ms from the conversation's start to performance.now() = 0. */
  readonly #epoch: number
  #isMuted = false
  #isOver = false
  #voidUpTo = Number.NEGATIVE_INFINITY
  #soundAt = 0
  #whenHeard: { go: () => void; after: number; before: number }[] = []

  constructor(parts: BridgeParts) {
    this.#parts = parts
    this.#epoch = Date.now() - parts.claim.startedAt.getTime() - performance.now()
    this.#turns = new TurnLog((turns) => recordTurns(parts.carriage, turns))
    this.#dialogue = new Dialogue(parts.claim.nextPosition, (turn) => this.#turns.put(turn))
    this.#joiner = new FrameJoiner(parts.chunkMs)
    this.#conversation = parts.agent.open(parts.plan, this)
    this.#conversation.begin()
  }

  /** The caller's sound. */
  hear(payload: string): void {
    this.#parts.listeners.audio(this.#id, 'caller', payload)
    if (this.#isMuted) return
    if (isVoice(payload)) this.#dialogue.voice(this.#now())
    const chunk = this.#joiner.add(payload)
    if (chunk !== null) this.#conversation.sendAudio(chunk)
  }

  digit(digit: string): void {
    this.#dialogue.note('caller', `Key ${digit}`, this.#now())
    if (!this.#isMuted) this.#conversation.sendText(`The caller pressed the key ${digit}.`)
  }

  marked(name: string): void {
    const now = performance.now()
    if (this.#playback.returned(name, now)) this.#dialogue.heard(this.#playback.heardMs(now), this.#now())
  }

  /** A person takes over: nothing more of the assistant goes out, and what the carrier has of it is thrown away. */
  mute(): void {
    if (this.#isMuted) return
    this.#isMuted = true
    this.#silence()
  }

  /** The assistant goes on. */
  unmute(note: string | null): void {
    if (!this.#isMuted) return
    this.#isMuted = false
    this.#conversation.sendContext(['You have the caller again.', ...(note ? [note] : [])].join(' '))
  }

  tell(note: string): void {
    this.#conversation.sendContext(note)
  }

  /** Ten times a second. */
  tick(): void {
    const now = performance.now()
    if (this.#now() > this.#parts.maxDurationS * 1000) return this.#parts.leave('too-long')
    if (now - this.#soundAt > PAUSE_MS) {
      const name = this.#playback.mark()
      if (name) this.#parts.carrier.mark(name)
    }
    const isQuiet = this.#playback.heardMs(now) >= this.#playback.sentMs
    const [due, waiting] = partition(this.#whenHeard, ({ after, before }) => (isQuiet && now > after) || now > before)
    this.#whenHeard = waiting
    for (const { go } of due) go()
  }

  /** The stream is over; resolves when everything said is written. */
  async end(reason: string): Promise<void> {
    this.#isOver = true
    this.#whenHeard = []
    this.#dialogue.interrupted(this.#playback.heardMs(performance.now()), this.#now())
    this.#conversation.close(reason)
    await this.#turns.written()
  }

  ready(vendorId: string): void {
    noteVendor(this.#parts.carriage, vendorId).catch((error: unknown) =>
      log.error("a conversation's vendor was not noted", { error }),
    )
  }

  audio(payload: string, eventId: number, alignment?: Alignment): void {
    if (this.#isMuted || eventId <= this.#voidUpTo) return
    this.#say(payload, alignment)
    if (this.#playback.startsAt(0) - performance.now() > MOST_WAITING_MS) this.#parts.leave('flood')
  }

  agentText(text: string): void {
    if (this.#isMuted) return
    this.#dialogue.assistantText(text, this.#playback.sentMs, this.#now())
    this.#parts.listeners.transcription(this.#id, 'assistant', text)
    if (this.#dialogue.length > MOST_TURNS) this.#parts.leave('flood')
  }

  agentCorrection(original: string, heard: string): void {
    this.#dialogue.corrected(original, heard)
  }

  userText(text: string): void {
    if (this.#isMuted) return
    this.#dialogue.callerText(text, this.#now())
    this.#parts.listeners.transcription(this.#id, 'caller', text)
    if (this.#dialogue.length > MOST_TURNS) this.#parts.leave('flood')
  }

  interruption(eventId: number): void {
    this.#voidUpTo = Math.max(this.#voidUpTo, eventId)
    if (!this.#isMuted) this.#silence()
  }

  toolCall(call: ToolCall): void {
    if (this.#isMuted) return this.#conversation.toolResult(call.id, 'A person has the caller now.', true)
    runTool(this.#parts.carriage.businessId, this.#id, call).then(
      (outcome) => this.#obey(call, outcome),
      (error: unknown) => {
        log.error('a tool failed', { error, tool: call.name })
        this.#conversation.toolResult(call.id, 'This did not work.', true)
      },
    )
  }

  latency(): void {}

  /** What it said to the end is heard to the end; an assistant that broke leaves the caller to the call's next verb at once. */
  ended({ cause, code, reason }: ConversationEnd): void {
    if (this.#isOver || cause === 'closed') return
    if (cause === 'finished') return this.#onceHeard(() => this.#parts.leave('finished'))
    log.warn('an assistant is gone', { cause, code, reason, conversationId: this.#id })
    this.#parts.leave(cause)
  }

  #obey(call: ToolCall, { result, isError, next }: ToolOutcome): void {
    if (this.#isOver) return
    this.#dialogue.note('tool', `${call.name}: ${result}`, this.#now())
    this.#conversation.toolResult(call.id, result, isError)
    if (this.#isMuted) return
    if (next?.do === 'leave') this.#onceHeard(() => this.#parts.leave(call.name))
    if (next?.do === 'digits') for (const key of next.digits) this.#say(soundOf(key))
  }

  #say(payload: string, alignment?: Alignment): void {
    const now = performance.now()
    const from = this.#playback.sentMs
    const ms = payloadMs(payload)
    const hearsAt = this.#playback.startsAt(now)
    this.#parts.carrier.media(payload)
    this.#playback.send(ms, now)
    this.#soundAt = now
    this.#dialogue.sound({ from, ms, alignment }, hearsAt + this.#epoch)
    this.#parts.listeners.audio(this.#id, 'assistant', payload)
  }

  #silence(): void {
    this.#parts.carrier.clear()
    const heard = this.#playback.clear(performance.now())
    this.#parts.listeners.clear(this.#id)
    this.#dialogue.interrupted(heard, this.#now())
  }

  /** A goodbye may come a moment after the tool's call it belongs to: it is heard too. */
  #onceHeard(go: () => void): void {
    const now = performance.now()
    this.#whenHeard.push({ go, after: now + LAST_WORDS_MS, before: now + HEARD_WITHIN_MS })
  }

  get #id(): string {
    return this.#parts.carriage.conversationId
  }

  #now(): number {
    return performance.now() + this.#epoch
  }
}

const soundOf = (key: string) => Buffer.concat([...keySound(key)]).toString('base64')

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))]
}
