import type { WebSocket } from 'ws'
import { Speech } from '#local/carrier/speech.ts'
import type { Account } from './accounts.ts'
import { Announced } from './announced.ts'
import { Conversation } from './conversation.ts'
import type { Faults } from './faults.ts'
import { postCall } from './post-call.ts'
import { ConversationRecord } from './record.ts'

const KEPT = 500
/** The vendor's analysis after a call takes seconds; ours is there for the order of things only. */
const PROCESSING_MS = 100

/** All conversations of the process: those that live, and what is kept of those that are over. */
export class Conversations {
  readonly faults: Faults = { mode: 'none' }
  readonly announced = new Announced()
  readonly #accounts: readonly Account[]
  readonly #speech = new Speech()
  readonly #live = new Map<string, Conversation>()
  readonly #records = new Map<string, ConversationRecord>()
  readonly #processing = new Set<NodeJS.Timeout>()

  constructor(accounts: readonly Account[]) {
    this.#accounts = accounts
  }

  open(socket: WebSocket, agentId: string): void {
    const record = new ConversationRecord(agentId)
    const { faults, announced } = this
    const parts = { record, faults, announced, speech: this.#speech, ended: () => this.#ended(record) }
    this.#records.set(record.id, record)
    const [oldest] = this.#records.keys()
    if (this.#records.size > KEPT && oldest !== undefined) this.#records.delete(oldest)
    this.#live.set(record.id, new Conversation(socket, parts))
  }

  /** Newest first. */
  records(): ConversationRecord[] {
    return [...this.#records.values()].reverse()
  }

  record(id: string): ConversationRecord | undefined {
    return this.#records.get(id)
  }

  forget(id: string): void {
    this.#records.delete(id)
  }

  /** A conversation that is not over; `last` is the newest of them. */
  live(id: string): Conversation | undefined {
    return id === 'last' ? [...this.#live.values()].at(-1) : this.#live.get(id)
  }

  close(): void {
    for (const timer of this.#processing) clearTimeout(timer)
    for (const conversation of this.#live.values()) conversation.end(1011, 'The assistant stops')
  }

  #ended(record: ConversationRecord): void {
    this.#live.delete(record.id)
    const isUnplanned = record.plan === undefined
    record.status = isUnplanned ? 'failed' : 'processing'
    if (isUnplanned) return
    const timer = setTimeout(() => {
      this.#processing.delete(timer)
      record.status = 'done'
      const webhook = this.#accounts.find(({ agentId }) => agentId === record.agentId)?.webhook
      if (webhook && this.faults.mode !== 'no-webhook') void postCall(webhook, record.view())
    }, PROCESSING_MS)
    this.#processing.add(timer)
  }
}
