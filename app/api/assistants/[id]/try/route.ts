import { AssistantId } from '#lib/assistants/manage-assistants.ts'
import { tryAssistant } from '#lib/assistants/try-assistant.ts'
import { route } from '#lib/http/route.ts'
import { Placed } from '#lib/phone/wire.ts'

export const POST = route({
  summary: 'Talk with an assistant from the own device',
  input: AssistantId,
  run: tryAssistant,
  output: Placed,
})
