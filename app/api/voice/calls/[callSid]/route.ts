import { route } from '#lib/http/route.ts'
import { CallSid } from '#lib/voice-api/call-view.ts'
import { voiceProblem } from '#lib/voice-api/envelope.ts'
import { readCall } from '#lib/voice-api/read-call.ts'

export const GET = route({ input: CallSid, run: readCall, problem: voiceProblem })
