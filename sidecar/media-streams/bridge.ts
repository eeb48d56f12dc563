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
import { AssistantVoice } from './assistant-voice.ts'
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
  /** How much of the caller's sound goes to the assistant at once, by now. */
  chunkMs(): number
  /** The stream is not needed any more; the reason goes to the conversation. */
  leave(reason: string): void
}

/** More sound than this waiting, or more turns, is no conversation. */
const MOST_WAITING_MS = 5 * 60_000
const MOST_TURNS = 2_000

/** Carries a conversation between the carrier's stream and the assistant, and keeps what was said and heard. */
export class Bridge implements ConversationListener {
  readonly #parts: BridgeParts
  readonly #conversation: Conversation
  readonly #voice: AssistantVoice
  readonly #dialogue: Dialogue
  readonly #turns: TurnLog
  readonly #joiner = new FrameJoiner()
  /** Ms from the conversation's start to performance.now() = 0. */
  readonly #epoch: number
  #isMuted = false
  #isOver = false
  #voidUpTo = Number.NEGATIVE_INFINITY

  constructor(parts: BridgeParts) {
    this.#parts = parts
    this.#epoch = Date.now() - parts.claim.startedAt.getTime() - performance.now()
    this.#turns = new TurnLog((turns) => recordTurns(parts.carriage, turns))
    this.#dialogue = new Dialogue(parts.claim.nextPosition, (turn) => this.#turns.put(turn))
    const { carrier, listeners, carriage } = parts
    const { conversationId } = carriage
    this.#voice = new AssistantVoice({
      conversationId,
      carrier,
      listeners,
      dialogue: this.#dialogue,
      epoch: this.#epoch,
    })
    this.#conversation = parts.agent.open(parts.plan, this)
    this.#conversation.begin()
  }

  /** The caller's sound. */
  hear(payload: string): void {
    this.#parts.listeners.audio(this.#id, 'caller', payload)
    if (this.#isMuted) return
    if (isVoice(payload)) this.#dialogue.voice(this.#now())
    const chunk = this.#joiner.add(payload, this.#parts.chunkMs())
    if (chunk !== null) this.#conversation.sendAudio(chunk)
  }

  digit(digit: string): void {
    this.#dialogue.note('caller', `Key ${digit}`, this.#now())
    if (!this.#isMuted) this.#conversation.sendText(`The caller pressed the key ${digit}.`)
  }

  marked(name: string): void {
    this.#voice.marked(name)
  }

  /** A person takes over: nothing more of the assistant goes out, and what the carrier has of it is thrown away. */
  mute(): void {
    if (this.#isMuted) return
    this.#isMuted = true
    this.#voice.silence()
  }

  /** The assistant goes on, if it was silenced, and is told what a person wants it to know. */
  goOn(note: string | null): void {
    const words = [...(this.#isMuted ? ['You have the caller again.'] : []), ...(note ? [note] : [])]
    this.#isMuted = false
    if (words.length > 0) this.#conversation.sendContext(words.join(' '))
  }

  /** Ten times a second. */
  tick(now: number): void {
    if (!this.#isMuted && this.#now() > this.#parts.maxDurationS * 1000) this.#parts.leave('too-long')
    else this.#voice.tick(now)
  }

  /** The stream is over; resolves when everything said is written. */
  async end(reason: string): Promise<void> {
    this.#isOver = true
    this.#voice.end()
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
    this.#voice.say(payload, alignment)
    if (this.#voice.waitingMs > MOST_WAITING_MS) this.#parts.leave('flood')
  }

  agentText(text: string): void {
    if (this.#isMuted) return
    this.#dialogue.assistantText(text, this.#voice.sentMs, this.#now())
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
    if (!this.#isMuted) this.#voice.silence()
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
    if (cause === 'finished') return this.#voice.onceHeard(() => this.#parts.leave('finished'))
    log.warn('an assistant is gone', { cause, code, reason, conversationId: this.#id })
    this.#parts.leave(cause)
  }

  #obey(call: ToolCall, { result, isError, next }: ToolOutcome): void {
    if (this.#isOver) return
    this.#dialogue.note('tool', `${call.name}: ${result}`, this.#now())
    this.#conversation.toolResult(call.id, result, isError)
    if (this.#isMuted) return
    if (next?.do === 'leave') this.#voice.onceHeard(() => this.#parts.leave(call.name))
    if (next?.do === 'digits') for (const key of next.digits) this.#voice.say(soundOf(key))
  }

  get #id(): string {
    return this.#parts.carriage.conversationId
  }

  #now(): number {
    return performance.now() + this.#epoch
  }
}

const soundOf = (key: string) => Buffer.concat([...keySound(key)]).toString('base64')
