/** An assistant as the server tells it. */
export interface Assistant {
  id: string
  name: string
  prompt: string
  firstMessage: string
  voice: string | null
  language: string
  tools: string[]
  disclosure: string
  maxDurationS: number
  dailySpend: number | null
  lines: { number: string; label: string }[]
  live: number
  spent: number
}

export interface AssistantList {
  assistants: Assistant[]
  lines: { number: string; label: string; assistantId: string | null }[]
}

const MANAGERS = ['owner', 'admin']

/** Whether a role may change assistants; the server has the last word. */
export const managesAssistants = (role: string): boolean => MANAGERS.includes(role)
