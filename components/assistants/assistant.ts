export type { Assistant, AssistantList } from '#lib/assistants/assistant-answers.ts'

const MANAGERS = ['owner', 'admin']

/** Whether a role may change assistants; the server has the last word. */
export const managesAssistants = (role: string): boolean => MANAGERS.includes(role)
