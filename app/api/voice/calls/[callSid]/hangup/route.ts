import { route } from '#lib/http/route.ts'
import { CallSid } from '#lib/voice-api/call-view.ts'
import { voiceProblem } from '#lib/voice-api/envelope.ts'
import { hangUpCall } from '#lib/voice-api/hang-up-call.ts'
import { VoiceCall } from '#lib/voice-api/voice-answers.ts'

export const POST = route({
  summary: 'End a call',
  input: CallSid,
  run: hangUpCall,
  problem: voiceProblem,
  output: VoiceCall,
})
