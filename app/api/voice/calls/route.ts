import { route } from '#lib/http/route.ts'
import { CreateCall, createCall } from '#lib/voice-api/create-call.ts'
import { voiceProblem } from '#lib/voice-api/envelope.ts'

export const POST = route({ input: CreateCall, run: createCall, problem: voiceProblem })
