import { endCall, OneCall } from '#lib/assistant-api/call-verbs.ts'
import { preflight, tokenRoute } from '#lib/http/token-route.ts'

export const POST = tokenRoute({ input: OneCall, run: endCall })
export const OPTIONS = preflight
