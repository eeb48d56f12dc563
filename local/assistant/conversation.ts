import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { log } from '#lib/log.ts'
import type { Speech } from '#local/carrier/speech.ts'
import { Announced } from './announced.ts'
import { ClientSocket } from './client-socket.ts'
import { Ears } from './ears.ts'
import { type Faults, SLOW_MS } from './faults.ts'
import { Mouth } from './mouth.ts'
import type { ConversationRecord } from './record.ts'
import { type Heard, keyOf, type Reply, replyTo, wordless } from './script.ts'
import { type Piece, Spoken } from './spoken.ts'
import { ToolCalls } from './tool-calls.ts'
import { ClientFrame, fillIn, Initiation, readFrame } from './wire.ts'

/** What the agent says first where the plan has nothing else. */
const GREETING = 'Hello, how can I help you?'
const THINK_MS = 150
/** The same key as a tone and as a text within this time is one key. */
const SAME_KEY_MS = 2_000

export interface ConversationParts {
  record: ConversationRecord
  speech: Speech
  faults: Faults
  /** What whoever speaks next says, in whichever conversation. */
  announced: Announced
  ended: (record: ConversationRecord) => void
}

/** One conversation over one socket: waiting for its plan, then talking, then over. */
export class Conversation {
  readonly record: ConversationRecord
  /** What this caller says next. */
  readonly announced = new Announced()
  readonly #client: ClientSocket
  readonly #parts: ConversationParts
  readonly #ears = new Ears({
    speechStarted: () => this.#speechStarted(),
    speechStopped: (forMs) => this.#speechStopped(forMs),
    key: (key) => this.#pressed(key, 'tone'),
  })
  readonly #mouth = new Mouth((piece) => this.#sendPiece(piece))
  readonly #tools = new ToolCalls()
  #turn = new AbortController()
  #lastKey = { key: '', by: '', at: 0 }
  /** A person has the call, or it is about to end: nothing more is said. */
  #isDone = false

  constructor(socket: WebSocket, parts: ConversationParts) {
    this.#parts = parts
    this.record = parts.record
    this.#client = new ClientSocket(socket, parts.faults, {
      receive: (data) => this.#receive(data),
      idle: () => this.#fail(1002, 'transport_receive_timeout', 'No user input for 60 seconds'),
      gone: (code) => this.#over(code),
    })
  }

  /** Says something now, whatever was being said. */
  say(text: string): void {
    this.#interrupt()
    this.#answer({ say: text })
  }

  /** Asks the client for a tool. */
  callTool(name: string, parameters: Record<string, unknown>): void {
    const id = this.#tools.open(name)
    this.#client.send({
      type: 'client_tool_call',
      client_tool_call: { tool_name: name, tool_call_id: id, parameters, event_id: this.#client.nextId() },
    })
    const call = { tool_name: name, request_id: id, params_as_json: JSON.stringify(parameters) }
    this.record.add('agent', null, { tool_calls: [call] })
  }

  end(code: number, reason: string): void {
    this.#isDone = true
    this.record.reason ||= reason
    this.#client.close(code, reason)
  }

  #receive(data: string): void {
    if (this.record.status === 'initiated') return this.#begin(readFrame(Initiation, data))
    const frame = readFrame(ClientFrame, data)
    if (!frame) return this.#fail(1008, 'invalid_message', 'The frame is not as the contract has it')
    if ('user_audio_chunk' in frame || frame.type !== 'pong') this.#client.heardOfUser()
    if ('user_audio_chunk' in frame) this.#ears.hear(Buffer.from(frame.user_audio_chunk, 'base64'))
    else this.#take(frame)
  }

  #take(frame: Exclude<ClientFrame, { user_audio_chunk: string }>): void {
    if (frame.type === 'pong') this.#client.ponged(frame.event_id)
    else if (frame.type === 'contextual_update') this.record.contexts.push(frame.text)
    else if (frame.type === 'user_message') this.#typed(frame.text)
    else if (frame.type === 'client_tool_result') this.#toolDone(frame)
  }

  #begin(plan: Initiation | undefined): void {
    if (!plan) return this.#fail(1008, 'override_error', 'The first frame is no initiation this agent allows')
    const { agent } = plan.conversation_config_override ?? {}
    const prompt = fillIn(agent?.prompt?.prompt ?? '', plan.dynamic_variables)
    const greeting = fillIn(agent?.first_message ?? GREETING, plan.dynamic_variables)
    if (prompt === undefined || greeting === undefined) {
      return this.#fail(1008, 'missing_dynamic_variable', 'A variable the prompt or first message names was not given')
    }
    this.record.plan = plan
    this.record.status = 'in-progress'
    this.#introduce()
    this.#client.startPings()
    if (greeting !== '') this.say(greeting)
  }

  #introduce(): void {
    const format = this.#parts.faults.mode === 'format' ? 'pcm_16000' : 'ulaw_8000'
    this.#client.send({
      type: 'conversation_initiation_metadata',
      conversation_initiation_metadata_event: {
        conversation_id: this.record.id,
        agent_output_audio_format: format,
        user_input_audio_format: format,
      },
    })
  }

  #speechStarted(): void {
    this.#client.send({ type: 'vad_score', vad_score_event: { vad_score: 0.95 } })
    this.#interrupt()
  }

  #speechStopped(forMs: number): void {
    const text = this.announced.take() ?? this.#parts.announced.take()
    const transcript = text ?? wordless(forMs)
    this.#client.send({
      type: 'user_transcript',
      user_transcription_event: { user_transcript: transcript, event_id: this.#client.nextId() },
    })
    this.#heard(text === null ? { text, forMs } : { text }, transcript)
  }

  #typed(text: string): void {
    const key = keyOf(text)
    if (key) return this.#pressed(key, 'text')
    this.#interrupt()
    this.#heard({ text }, text)
  }

  #pressed(key: string, by: 'tone' | 'text'): void {
    const { key: lastKey, by: lastBy, at } = this.#lastKey
    const isSame = key === lastKey && by !== lastBy && performance.now() - at < SAME_KEY_MS
    this.#lastKey = { key: isSame ? '' : key, by, at: performance.now() }
    if (isSame) return
    this.#interrupt()
    this.#heard({ key }, `(key ${key})`)
  }

  #heard(heard: Heard, transcript: string): void {
    this.record.add('user', transcript)
    if (!this.#isDone) this.#answer(replyTo(heard))
  }

  #interrupt(): void {
    this.#turn.abort()
    const cut = this.#mouth.stop()
    if (!cut) return
    this.record.cutLast(cut.heard)
    this.#client.send({ type: 'interruption', interruption_event: { event_id: this.#client.nextId() } })
    this.#client.send({
      type: 'agent_response_correction',
      agent_response_correction_event: {
        original_agent_response: cut.text,
        corrected_agent_response: `${cut.heard}...`,
        event_id: this.#client.nextId(),
      },
    })
  }

  #answer(reply: Reply): void {
    this.#turn.abort()
    this.#mouth.stop()
    this.#turn = new AbortController()
    this.#speak(reply, this.#turn.signal).catch((error: unknown) => {
      log.error('the assistant could not answer', { error })
      this.#fail(1011, 'unknown_websocket_crash', 'Internal error')
    })
  }

  async #speak({ say, tool }: Reply, signal: AbortSignal): Promise<void> {
    const spoken = new Spoken(say, await this.#parts.speech.say(say))
    await pause(this.#parts.faults.mode === 'slow' ? SLOW_MS : THINK_MS)
    if (signal.aborted || !this.#client.isOpen) return
    this.record.add('agent', say)
    this.#client.send({
      type: 'agent_response',
      agent_response_event: { agent_response: say, event_id: this.#client.nextId() },
    })
    const isWhole = await this.#mouth.speak(spoken, () => this.#goWrong())
    if (isWhole && tool) this.callTool(tool.name, tool.parameters)
  }

  #toolDone({ tool_call_id, result, is_error }: { tool_call_id: string; result: string; is_error: boolean }): void {
    const name = this.#tools.finish(tool_call_id)
    if (name === undefined) return
    const done = { tool_name: name, request_id: tool_call_id, result_value: result, is_error }
    this.record.add('agent', null, { tool_results: [done] })
    if (is_error) this.#answer({ say: 'I am sorry, that did not work. Can I help you with anything else?' })
    else if (name === 'end_call') this.end(1000, 'The agent ended the call')
    else if (name === 'transfer_to_agent') this.#isDone = true
  }

  #sendPiece({ sound, alignment }: Piece): void {
    this.#client.send({
      type: 'audio',
      audio_event: { audio_base_64: sound.toString('base64'), event_id: this.#client.nextId(), alignment },
    })
  }

  /** Midway through an utterance. */
  #goWrong(): void {
    const { mode } = this.#parts.faults
    if (mode === 'close-1008') this.#fail(1008, 'value_error', 'The agent was closed on demand')
    else if (mode === 'close-1011') this.#fail(1011, 'unknown_websocket_crash', 'The agent crashed on demand')
    else if (mode === 'drop') this.#client.drop()
    else if (mode === 'flood') this.#client.flood()
  }

  #fail(code: number, errorType: string, message: string): void {
    this.#isDone = true
    this.record.reason ||= message
    this.#client.fail(code, errorType, message)
  }

  #over(code: number): void {
    this.#turn.abort()
    this.#mouth.stop()
    this.record.endedAt = Date.now()
    this.record.reason ||= `The client left (${code})`
    this.#parts.ended(this.record)
  }
}
