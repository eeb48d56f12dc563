import { ConversationList } from '#lib/assistants/assistant-answers.ts'
import { AssistantId } from '#lib/assistants/manage-assistants.ts'
import { listConversations } from '#lib/assistants/read-conversations.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({
  summary: 'List what an assistant does now and did today',
  input: AssistantId,
  run: listConversations,
  output: ConversationList,
})
