import { AssistantId } from '#lib/assistants/manage-assistants.ts'
import { tryAssistant } from '#lib/assistants/try-assistant.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({ input: AssistantId, run: tryAssistant })
