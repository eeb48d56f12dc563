import { issueApiToken } from '#lib/auth/api-token.ts'
import { ApiToken } from '#lib/auth/auth-answers.ts'
import { nothing, route } from '#lib/http/route.ts'

export const POST = route({
  summary: 'Make a token of 15 minutes',
  input: nothing,
  run: issueApiToken,
  output: ApiToken,
})
