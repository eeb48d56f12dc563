import { nothing, route } from '#lib/http/route.ts'
import { phoneToken } from '#lib/users/phone-token.ts'

export const POST = route({ input: nothing, run: phoneToken })
