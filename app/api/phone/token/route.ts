import { nothing, route } from '#lib/http/route.ts'
import { PhoneToken } from '#lib/phone/wire.ts'
import { phoneToken } from '#lib/users/phone-token.ts'

export const POST = route({
  summary: 'Make a token of the Voice SDK for oneself',
  input: nothing,
  run: phoneToken,
  output: PhoneToken,
})
