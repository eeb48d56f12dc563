import { callStatus, OneCall } from '#lib/assistant-api/call-verbs.ts'
import { preflight, tokenRoute } from '#lib/http/token-route.ts'

export const GET = tokenRoute({ input: OneCall, run: callStatus })
export const OPTIONS = preflight
