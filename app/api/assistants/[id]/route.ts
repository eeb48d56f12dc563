import { OneAssistant } from '#lib/assistants/assistant-answers.ts'
import { AssistantId, archiveAssistant, ChangedAssistant, changeAssistant } from '#lib/assistants/manage-assistants.ts'
import { nothing, route } from '#lib/http/route.ts'

export const PUT = route({
  summary: 'Change an assistant',
  input: ChangedAssistant,
  run: changeAssistant,
  output: OneAssistant,
})
export const DELETE = route({
  summary: 'Remove an assistant',
  input: AssistantId,
  run: archiveAssistant,
  output: nothing,
})
