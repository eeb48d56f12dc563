import { nothing, route } from '#lib/http/route.ts'
import { Preferences, readPreferences, savePreferences } from '#lib/users/preferences.ts'

export const GET = route({ input: nothing, run: readPreferences })
export const PUT = route({ input: Preferences, run: savePreferences })
