import { CallToken } from '#lib/auth/auth-answers.ts'
import { issueCallToken, TokenRequest, tokenHolder } from '#lib/auth/issue-call-token.ts'
import { corsRoute, preflight } from '#lib/http/token-route.ts'

export const POST = corsRoute({
  summary: 'Make a token for one request',
  by: tokenHolder,
  input: TokenRequest,
  run: issueCallToken,
  output: CallToken,
})
export const OPTIONS = preflight
