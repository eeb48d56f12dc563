import { AssistantList, OneAssistant } from '#lib/assistants/assistant-answers.ts'
import { createAssistant, listAssistants, NewAssistant } from '#lib/assistants/manage-assistants.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({ summary: 'List the assistants', input: nothing, run: listAssistants, output: AssistantList })
export const POST = route({
  summary: 'Make an assistant',
  input: NewAssistant,
  run: createAssistant,
  status: 201,
  output: OneAssistant,
})
