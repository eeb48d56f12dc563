import { readConversation } from '#lib/assistants/read-conversations.ts'
import { ConversationId } from '#lib/assistants/take-over.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ input: ConversationId, run: readConversation })
