import { AssistantId } from '#lib/assistants/manage-assistants.ts'
import { listConversations } from '#lib/assistants/read-conversations.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ input: AssistantId, run: listConversations })
