import { route } from '#lib/http/route.ts'
import { CreateCall, createCall } from '#lib/voice-api/create-call.ts'
import { voiceProblem } from '#lib/voice-api/envelope.ts'
import { VoiceCall } from '#lib/voice-api/voice-answers.ts'

export const POST = route({
  summary: 'Place a call',
  input: CreateCall,
  run: createCall,
  problem: voiceProblem,
  output: VoiceCall,
})
