/** A row of the history, with the names the history's endpoint gives it. */
export interface HistoryCall {
  id: string
  direction: 'inbound' | 'outbound'
  status: string
  outcome: string | null
  caller_phone: string
  caller_name: string | null
  phone_number: string
  line_label: string | null
  agent_name: string | null
  started_at: string
  answered_at: string | null
  ended_at: string | null
  /** Seconds. */
  duration: number | null
  ended_by: string | null
}

export interface HistoryPage {
  data: {
    calls: HistoryCall[]
    pagination: {
      current_page: number
      total_pages: number
      total_count: number
      per_page: number
      has_next: boolean
      has_prev: boolean
    }
  }
}
