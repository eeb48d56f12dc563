import { route } from '#lib/http/route.ts'
import { voiceProblem } from '#lib/voice-api/envelope.ts'
import { issueVoiceToken, VoiceToken } from '#lib/voice-api/issue-voice-token.ts'
import { VoiceTokenMade } from '#lib/voice-api/voice-answers.ts'

export const POST = route({
  summary: 'Make a token of the Voice SDK for a teammate',
  input: VoiceToken,
  run: issueVoiceToken,
  problem: voiceProblem,
  output: VoiceTokenMade,
})
