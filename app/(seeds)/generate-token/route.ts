import { issueCallToken, TokenRequest, tokenHolder } from '#lib/auth/issue-call-token.ts'
import { corsRoute, preflight } from '#lib/http/token-route.ts'

export const POST = corsRoute({ by: tokenHolder, input: TokenRequest, run: issueCallToken })
export const OPTIONS = preflight
