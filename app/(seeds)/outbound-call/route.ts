import { OutboundCall, outboundCall } from '#lib/assistant-api/call-verbs.ts'
import { preflight, tokenRoute } from '#lib/http/token-route.ts'

export const POST = tokenRoute({ input: OutboundCall, run: outboundCall })
export const OPTIONS = preflight
