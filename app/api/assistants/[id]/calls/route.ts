import { AssistantCalls } from '#lib/assistants/assistant-answers.ts'
import { CallByAssistant, callByAssistant } from '#lib/assistants/place-assistant-call.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({
  summary: 'Have an assistant call a number',
  input: CallByAssistant,
  run: callByAssistant,
  status: 201,
  output: AssistantCalls,
})
