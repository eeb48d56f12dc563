import { CallByAssistant, callByAssistant } from '#lib/assistants/place-assistant-call.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({ input: CallByAssistant, run: callByAssistant, status: 201 })
