import { nothing, route } from '#lib/http/route.ts'
import { PhoneSettings } from '#lib/phone/wire.ts'
import { phoneSettings } from '#lib/users/phone-settings.ts'

export const GET = route({
  summary: 'Read what a page needs to be a phone',
  input: nothing,
  run: phoneSettings,
  output: PhoneSettings,
})
