import { randomBytes } from 'node:crypto'
import type { Initiation } from './wire.ts'

export interface Turn {
  role: 'user' | 'agent'
  message: string | null
  time_in_call_secs: number
  interrupted: boolean
  original_message: string | null
  tool_calls: { tool_name: string; request_id: string; params_as_json: string }[]
  tool_results: { tool_name: string; request_id: string; result_value: string; is_error: boolean }[]
}

type Status = 'initiated' | 'in-progress' | 'processing' | 'done' | 'failed'

/** What is kept of a conversation, as the vendor's API shows it. */
export class ConversationRecord {
  readonly id = `conv_${randomBytes(14).toString('hex')}`
  readonly agentId: string
  readonly startedAt = Date.now()
  readonly turns: Turn[] = []
  /** Contextual updates, which the vendor's API does not show. */
  readonly contexts: string[] = []
  status: Status = 'initiated'
  plan: Initiation | undefined
  endedAt: number | undefined
  reason = ''

  constructor(agentId: string) {
    this.agentId = agentId
  }

  add(role: Turn['role'], message: string | null, more: Partial<Turn> = {}): Turn {
    const time = Math.floor((Date.now() - this.startedAt) / 1000)
    const empty = { interrupted: false, original_message: null, tool_calls: [], tool_results: [] }
    const turn = { role, message, time_in_call_secs: time, ...empty, ...more }
    this.turns.push(turn)
    return turn
  }

  /** Of the assistant's last words only these were heard. */
  cutLast(heard: string): void {
    const last = this.turns.findLast(({ role, message }) => role === 'agent' && message !== null)
    if (last) Object.assign(last, { message: heard, original_message: last.message, interrupted: true })
  }

  /** The answer to GET /v1/convai/conversations/{id}, and the data of the post-call webhook. */
  view() {
    return {
      agent_id: this.agentId,
      conversation_id: this.id,
      status: this.status,
      user_id: this.plan?.user_id ?? null,
      transcript: this.turns,
      metadata: {
        start_time_unix_secs: Math.floor(this.startedAt / 1000),
        call_duration_secs: Math.round(((this.endedAt ?? Date.now()) - this.startedAt) / 1000),
        termination_reason: this.reason,
      },
      analysis: null,
      conversation_initiation_client_data: this.plan ?? null,
      has_audio: false,
      has_user_audio: false,
      has_response_audio: false,
    }
  }
}
