import { Conversation } from '#lib/assistants/assistant-answers.ts'
import { readConversation } from '#lib/assistants/read-conversations.ts'
import { ConversationId } from '#lib/assistants/take-over.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({
  summary: 'Read a conversation with all that was said',
  input: ConversationId,
  run: readConversation,
  output: Conversation,
})
