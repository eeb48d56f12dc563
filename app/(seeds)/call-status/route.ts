import { callStatus, OneCall } from '#lib/assistant-api/call-verbs.ts'
import { preflight, tokenRoute } from '#lib/http/token-route.ts'
import { CallState } from '#lib/voice-api/voice-answers.ts'

export const GET = tokenRoute({
  summary: 'Read what became of a call',
  input: OneCall,
  run: callStatus,
  output: CallState,
})
export const OPTIONS = preflight
