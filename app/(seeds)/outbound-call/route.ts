import { OutboundCall, outboundCall } from '#lib/assistant-api/call-verbs.ts'
import { preflight, tokenRoute } from '#lib/http/token-route.ts'
import { CallInitiated } from '#lib/voice-api/voice-answers.ts'

export const POST = tokenRoute({
  summary: 'Have an assistant call a number',
  input: OutboundCall,
  run: outboundCall,
  output: CallInitiated,
})
export const OPTIONS = preflight
