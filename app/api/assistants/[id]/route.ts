import { AssistantId, archiveAssistant, ChangedAssistant, changeAssistant } from '#lib/assistants/manage-assistants.ts'
import { route } from '#lib/http/route.ts'

export const PUT = route({ input: ChangedAssistant, run: changeAssistant })
export const DELETE = route({ input: AssistantId, run: archiveAssistant })
