import { ConversationId, takeOver } from '#lib/assistants/take-over.ts'
import { route } from '#lib/http/route.ts'
import { Placed } from '#lib/phone/wire.ts'

export const POST = route({
  summary: 'Take a call over from its assistant',
  input: ConversationId,
  run: takeOver,
  output: Placed,
})
