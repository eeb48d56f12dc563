import { nothing, route } from '#lib/http/route.ts'
import { phoneSettings } from '#lib/users/phone-settings.ts'

export const GET = route({ input: nothing, run: phoneSettings })
