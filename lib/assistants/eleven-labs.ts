import { WebSocket } from 'ws'
import { DirectSocket } from '#lib/media/direct-socket.ts'
import { type ElevenLabsAccount, elevenLabsUrl, signedUrl, VendorError } from './eleven-labs-api.ts'
import { audioFrame, contextOf, type Frame, initiation, readFrame } from './eleven-labs-frames.ts'
import { FrameBudget } from './frame-budget.ts'
import {
  type Conversation,
  type ConversationEnd,
  type ConversationListener,
  type ConversationPlan,
  type EndCause,
  type VoiceAgent,
} from './voice-agent.ts'

const HANDSHAKE_MS = 5_000
const READY_MS = 5_000
const SILENT_MS = 30_000
const CLOSE_MS = 1_000
const MOST_BYTES = 1024 * 1024
/** Bytes that may wait to be sent before the caller's sound is dropped. */
const MOST_BUFFERED = 256 * 1024
/** Frames of 20 ms kept until the assistant is ready. */
const MOST_PENDING = 100
const FORMAT = 'ulaw_8000'
const NOTHING = Buffer.alloc(0)

/** ElevenLabs' agents, by their WebSocket protocol. The agent must have ulaw_8000 for both directions and our tools as client tools. */
export function elevenLabs(account: ElevenLabsAccount, apiUrl = elevenLabsUrl()): VoiceAgent {
  return {
    open(plan, listener) {
      const conversation = new ElevenLabsConversation(plan, listener)
      void conversation.connect(account, apiUrl)
      return conversation
    },
  }
}

/**
 * connecting -> open -> (begin) initiated -> ready -> ended; from each of them to ended. A conversation that has begun ends by
 * itself when nothing comes for too long.
 */
class ElevenLabsConversation implements Conversation {
  readonly #plan: ConversationPlan
  readonly #listener: ConversationListener
  readonly #connecting = new AbortController()
  readonly #budget = new FrameBudget()
  #socket: DirectSocket | undefined
  #watchdog: NodeJS.Timeout | undefined
  #hasBegun = false
  #isReady = false
  #isEnded = false
  #pending: string[] = []
  #interruptedAt = -1
  /** What the vendor or the network said last of what went wrong. */
  #trouble: { code: number | null; reason: string } | undefined

  constructor(plan: ConversationPlan, listener: ConversationListener) {
    this.#plan = plan
    this.#listener = listener
  }

  async connect(account: ElevenLabsAccount, apiUrl: string): Promise<void> {
    try {
      const url = await signedUrl(account, apiUrl, this.#connecting.signal)
      if (!this.#isEnded) this.#open(url)
    } catch (error) {
      if (!(error instanceof VendorError)) throw error
      const cause = error.isRefusal ? 'refused' : 'unreachable'
      this.#end({ cause, code: error.status, reason: error.message })
    }
  }

  begin(): void {
    if (this.#hasBegun || this.#isEnded) return
    this.#hasBegun = true
    this.#watch(READY_MS, 'unreachable')
    if (this.#socket?.readyState === WebSocket.OPEN) this.#initiate()
  }

  sendAudio(payload: string): boolean {
    if (this.#isEnded) return false
    if (!this.#isReady) return this.#keep(payload)
    if (this.#socket!.bufferedAmount > MOST_BUFFERED) return false
    this.#socket!.sendAscii(audioFrame(payload))
    return true
  }

  /** False when the oldest had to go for it. */
  #keep(payload: string): boolean {
    this.#pending.push(payload)
    if (this.#pending.length <= MOST_PENDING) return true
    this.#pending.shift()
    return false
  }

  sendContext(text: string): void {
    this.#send({ type: 'contextual_update', text })
  }

  sendText(text: string): void {
    this.#send({ type: 'user_message', text })
  }

  toolResult(id: string, result: string, isError: boolean): void {
    this.#send({ type: 'client_tool_result', tool_call_id: id, result, is_error: isError })
  }

  /** Starts its turn timeout anew; how long it holds its tongue is not documented. [unverified] */
  stayQuiet(): void {
    this.#send({ type: 'user_activity' })
  }

  close(reason: string): void {
    this.#end({ cause: 'closed', code: null, reason })
  }

  #open(url: string): void {
    const socket = new DirectSocket(url, {
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MOST_BYTES,
      perMessageDeflate: false,
      skipUTF8Validation: true,
    })
    this.#socket = socket
    socket.on('upgrade', ({ socket: connection }) => socket.once('open', () => socket.runOn(connection, 'client')))
    socket.on('open', () => this.#hasBegun && this.#initiate())
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? NOTHING : (data as Buffer)))
    socket.on('error', (error) => {
      this.#trouble ??= { code: null, reason: error.message }
    })
    socket.on('unexpected-response', (_request, { statusCode }) => {
      this.#trouble = { code: statusCode ?? null, reason: 'The handshake was refused' }
      socket.terminate()
    })
    socket.on('close', (code, reason) => this.#lost(code, reason.toString()))
  }

  /** The vendor waits for this frame before it speaks; for how long is not documented. [unverified] */
  #initiate(): void {
    if (!this.#isEnded) this.#socket!.send(initiation(this.#plan))
  }

  #receive(data: Buffer): void {
    if (this.#isEnded) return
    if (!this.#budget.take()) return this.#end({ cause: 'failed', code: null, reason: 'Too many frames' })
    if (this.#isReady) this.#watchdog?.refresh()
    const frame = readFrame(data)
    if (frame) this.#take(frame)
  }

  #take(frame: Frame): void {
    if (frame.type === 'ready') this.#accept(frame.id, frame.formats)
    else if (frame.type === 'trouble') this.#trouble = frame
    else if (frame.type === 'ping') this.#answerPing(frame.eventId, frame.ms)
    else if (this.#isReady) this.#tell(frame)
  }

  /** At once, as the vendor's own library does: ping_ms is its measure of the way, not a wish. */
  #answerPing(eventId: number, ms: number | null): void {
    this.#socket!.send(JSON.stringify({ type: 'pong', event_id: eventId }))
    if (ms !== null) this.#listener.latency(ms)
  }

  #accept(id: string, formats: string[]): void {
    if (this.#isReady || !this.#hasBegun) return
    if (formats.some((format) => format !== FORMAT)) {
      return this.#end({ cause: 'format', code: null, reason: `The agent's formats are ${formats.join(' and ')}` })
    }
    this.#isReady = true
    this.#watch(SILENT_MS, 'silent')
    this.#listener.ready(id)
    if (this.#plan.resume) this.sendContext(contextOf(this.#plan.resume))
    for (const payload of this.#pending.splice(0)) this.sendAudio(payload)
  }

  #tell(frame: Exclude<Frame, { type: 'ready' | 'trouble' | 'ping' }>): void {
    switch (frame.type) {
      case 'audio':
        // The vendor's libraries differ on the interruption's own id: Python drops it, JavaScript plays it. [unverified]
        if (frame.eventId <= this.#interruptedAt || frame.payload === '') return
        return this.#listener.audio(frame.payload, frame.eventId, frame.alignment)
      case 'agent-text':
        return this.#listener.agentText(frame.text, frame.eventId)
      case 'correction':
        return this.#listener.agentCorrection(frame.original, frame.heard)
      case 'user-text':
        return this.#listener.userText(frame.text)
      case 'interruption':
        this.#interruptedAt = Math.max(this.#interruptedAt, frame.eventId)
        return this.#listener.interruption(frame.eventId)
      case 'tool-call':
        return this.#callTool(frame)
    }
  }

  #callTool({ id, name, parameters }: { id: string; name: string; parameters: Record<string, unknown> }): void {
    const tool = this.#plan.tools.find((allowed) => allowed === name)
    if (tool) this.#listener.toolCall({ id, name: tool, parameters })
    else this.toolResult(id, 'You may not use this tool.', true)
  }

  #send(frame: object): void {
    if (this.#isReady && !this.#isEnded) this.#socket!.send(JSON.stringify(frame))
  }

  #watch(ms: number, cause: EndCause): void {
    clearTimeout(this.#watchdog)
    const reason = `Nothing came for ${ms / 1000} s`
    this.#watchdog = setTimeout(() => this.#end({ cause, code: null, reason }), ms)
  }

  #lost(closeCode: number, closeReason: string): void {
    const { code, reason } = this.#trouble ?? { code: closeCode, reason: closeReason }
    this.#end({
      cause: causeOf(closeCode, code, this.#isReady),
      code: code ?? closeCode,
      reason: closeReason || reason,
    })
  }

  #end(end: ConversationEnd): void {
    if (this.#isEnded) return
    this.#isEnded = true
    clearTimeout(this.#watchdog)
    this.#pending = []
    this.#connecting.abort()
    this.#leave()
    this.#listener.ended(end)
  }

  #leave(): void {
    const socket = this.#socket
    if (!socket || socket.readyState === WebSocket.CLOSED) return
    const impatience = setTimeout(() => socket.terminate(), CLOSE_MS)
    socket.once('close', () => clearTimeout(impatience))
    socket.close(1000)
  }
}

const POLICY = 1008

/** By the socket's close code; one that never opened is told by the status of the refused handshake. */
function causeOf(closeCode: number, code: number | null, wasReady: boolean): EndCause {
  if (closeCode === 1000) return 'finished'
  if (closeCode === POLICY || code === POLICY) return 'refused'
  if (code !== null && code >= 400 && code < 500 && code !== 429) return 'refused'
  return wasReady ? 'failed' : 'unreachable'
}
