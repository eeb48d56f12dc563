import { route } from '#lib/http/route.ts'
import { CallSid } from '#lib/voice-api/call-view.ts'
import { voiceProblem } from '#lib/voice-api/envelope.ts'
import { readCall } from '#lib/voice-api/read-call.ts'
import { VoiceCall } from '#lib/voice-api/voice-answers.ts'

export const GET = route({
  summary: 'Read a call by its SID',
  input: CallSid,
  run: readCall,
  problem: voiceProblem,
  output: VoiceCall,
})
