import { issueApiToken } from '#lib/auth/api-token.ts'
import { nothing, route } from '#lib/http/route.ts'

export const POST = route({ input: nothing, run: issueApiToken })
