/** What an assistant may ask us to do; a call of any other tool is refused before it reaches a verb. */
export const TOOL_NAMES = ['transfer_to_agent', 'end_call', 'send_digits'] as const
export type ToolName = (typeof TOOL_NAMES)[number]

/** One thing that was said, as far as it was heard. */
export interface SaidTurn {
  who: 'assistant' | 'caller'
  text: string
}

/** A conversation that goes on after a person had the call. The first message is then no greeting: a word of taking over, or empty. */
export interface Resumption {
  said: readonly SaidTurn[]
  /** What the person who hands the call back wants the assistant to know. */
  note?: string
}

/** Everything an assistant is told before it speaks; what is not told here, the vendor's agent has settings of its own for. */
export interface ConversationPlan {
  prompt?: string
  /** What it says first; empty, and it waits to be spoken to. */
  firstMessage?: string
  /** ISO 639-1, as `en`. */
  language?: string
  /** The vendor's id of a voice. */
  voice?: string
  /** Values the prompt and the first message may name as `{{name}}`. */
  variables: Readonly<Record<string, string | number | boolean>>
  tools: readonly ToolName[]
  resume?: Resumption
}

/** When each character of a piece of speech is spoken, in ms from the start of that piece. */
export interface Alignment {
  characters: readonly string[]
  startsMs: readonly number[]
}

export interface ToolCall {
  id: string
  name: ToolName
  /** As the assistant made them up: to be parsed by the tool. */
  parameters: Readonly<Record<string, unknown>>
}

/**
 * Why a conversation is over. closed: we closed it. finished: the assistant said goodbye. refused: the vendor does not take our key,
 * agent or settings. unreachable: no connection within the limits. silent: nothing came for 30 s. format: its sound is not
 * ulaw_8000. failed: everything else (1002, 1011, a connection that broke).
 */
export type EndCause = 'closed' | 'finished' | 'refused' | 'unreachable' | 'silent' | 'format' | 'failed'

export interface ConversationEnd {
  cause: EndCause
  /** The socket's close code or the status of a refused request; null where there was neither. */
  code: number | null
  /** The vendor's words, for people who look after the system. */
  reason: string
}

/** What a conversation tells. Called one after the other in the order of the wire; nothing comes after `ended`, which comes once. */
export interface ConversationListener {
  /** The assistant took the plan: it hears from here on. The id is the vendor's. */
  ready(conversationId: string): void
  /** Speech as base64 of mu-law at 8 kHz, of any length, faster than it is spoken. Pieces of one utterance have one eventId or rising ones. */
  audio(payload: string, eventId: number, alignment?: Alignment): void
  agentText(text: string, eventId: number | null): void
  /** After an interruption: of `original` only `heard` was spoken. */
  agentCorrection(original: string, heard: string): void
  /** A whole utterance of the caller. */
  userText(text: string): void
  /** The caller speaks over the assistant: all that waits to be played is void. What still arrives of it is dropped here already. */
  interruption(eventId: number): void
  /** To be answered by `toolResult`. */
  toolCall(call: ToolCall): void
  /** The vendor's own measure of the way to us and back, in ms. */
  latency(ms: number): void
  ended(end: ConversationEnd): void
}

/** One conversation, connecting from the moment it was opened. Every method may be called at any time; after the end none does anything. */
export interface Conversation {
  /** Lets the assistant begin, as soon as it is connected: for when the other party is there to hear it. It is ready within 5 s or has ended. */
  begin(): void
  /** The caller's sound, base64 of mu-law at 8 kHz, unchecked. Kept for up to 2 s until the assistant is ready; false when it was dropped. */
  sendAudio(payload: string): boolean
  /** Something to know, without a reply. */
  sendContext(text: string): void
  /** Something the caller typed or pressed, to be replied to. */
  sendText(text: string): void
  toolResult(id: string, result: string, isError: boolean): void
  /** Nobody can answer yet: for some seconds it is not to ask whether anybody is there. */
  stayQuiet(): void
  /** Ends it, within a second whatever the vendor does. The reason is for the log. */
  close(reason: string): void
}

/** A vendor of assistants. */
export interface VoiceAgent {
  open(plan: ConversationPlan, listener: ConversationListener): Conversation
}
