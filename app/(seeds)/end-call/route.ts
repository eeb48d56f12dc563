import { endCall, OneCall } from '#lib/assistant-api/call-verbs.ts'
import { preflight, tokenRoute } from '#lib/http/token-route.ts'
import { CallEnded } from '#lib/voice-api/voice-answers.ts'

export const POST = tokenRoute({ summary: 'End a call', input: OneCall, run: endCall, output: CallEnded })
export const OPTIONS = preflight
