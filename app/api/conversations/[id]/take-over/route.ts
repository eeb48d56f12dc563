import { ConversationId, takeOver } from '#lib/assistants/take-over.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({ input: ConversationId, run: takeOver })
