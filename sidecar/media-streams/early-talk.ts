import type { ElevenLabsAccount } from '#lib/assistants/eleven-labs-api.ts'
import type { PlannedConversation } from '#lib/assistants/plan-conversation.ts'
import type {
  Alignment,
  Conversation,
  ConversationEnd,
  ConversationListener,
  ConversationPlan,
  ToolCall,
  VoiceAgent,
} from '#lib/assistants/voice-agent.ts'

/** After this long without a word of it, the assistant is asked to stay quiet, as often as that. */
const QUIET_MS = 2_000
/** Longer than any phone rings. */
const MOST_MS = 90_000
/** Characters of base64: three minutes of speech. */
const MOST_KEPT = 2_000_000

/**
 * An assistant that is connected while the callee's phone rings. What it says meanwhile is kept until the callee is there to hear
 * it: to the stream's bridge it is the agent to open, and all that was kept follows at once.
 */
export class EarlyTalk implements ConversationListener, VoiceAgent {
  readonly planned: PlannedConversation
  readonly #conversation: Conversation
  readonly #since = performance.now()
  #listener: ConversationListener | undefined
  #kept: ((listener: ConversationListener) => void)[] = []
  #keptLength = 0
  #wordAt = performance.now()
  #isOver = false

  constructor(planned: PlannedConversation, openAgent: (account: ElevenLabsAccount) => VoiceAgent) {
    this.planned = planned
    this.#conversation = openAgent(planned.account).open(planned.plan, this)
    this.#conversation.begin()
  }

  /** It has ended, or said more than anybody would hear: nothing can be made of it. */
  get isOver(): boolean {
    return this.#isOver
  }

  open(_plan: ConversationPlan, listener: ConversationListener): Conversation {
    queueMicrotask(() => {
      this.#listener = listener
      for (const tell of this.#kept.splice(0)) tell(listener)
    })
    return this.#conversation
  }

  /** Ten times a second while the phone rings. */
  tick(now: number): void {
    if (now - this.#since > MOST_MS) this.close('nobody answered')
    else if (now - this.#wordAt > QUIET_MS) {
      this.#wordAt = now
      this.#conversation.stayQuiet()
    }
  }

  close(reason: string): void {
    this.#isOver = true
    this.#kept = []
    this.#conversation.close(reason)
  }

  ready(conversationId: string): void {
    this.#tell((listener) => listener.ready(conversationId))
  }

  audio(payload: string, eventId: number, alignment?: Alignment): void {
    this.#keptLength += payload.length
    this.#tell((listener) => listener.audio(payload, eventId, alignment))
  }

  agentText(text: string, eventId: number | null): void {
    this.#tell((listener) => listener.agentText(text, eventId))
  }

  agentCorrection(original: string, heard: string): void {
    this.#tell((listener) => listener.agentCorrection(original, heard))
  }

  userText(text: string): void {
    this.#tell((listener) => listener.userText(text))
  }

  interruption(eventId: number): void {
    this.#tell((listener) => listener.interruption(eventId))
  }

  toolCall(call: ToolCall): void {
    this.#tell((listener) => listener.toolCall(call))
  }

  latency(ms: number): void {
    this.#listener?.latency(ms)
  }

  ended(end: ConversationEnd): void {
    this.#isOver = true
    this.#listener?.ended(end)
  }

  #tell(what: (listener: ConversationListener) => void): void {
    if (this.#listener) return what(this.#listener)
    this.#wordAt = performance.now()
    this.#kept.push(what)
    if (this.#keptLength > MOST_KEPT) this.close('it says too much to nobody')
  }
}
