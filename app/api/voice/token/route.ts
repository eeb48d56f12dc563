import { route } from '#lib/http/route.ts'
import { voiceProblem } from '#lib/voice-api/envelope.ts'
import { issueVoiceToken, VoiceToken } from '#lib/voice-api/issue-voice-token.ts'

export const POST = route({ input: VoiceToken, run: issueVoiceToken, problem: voiceProblem })
