import { nothing, route } from '#lib/http/route.ts'
import { Preferences, readPreferences, savePreferences } from '#lib/users/preferences.ts'

export const GET = route({
  summary: 'Read how times and texts are shown to oneself',
  input: nothing,
  run: readPreferences,
  output: Preferences,
})
export const PUT = route({
  summary: 'Change how times and texts are shown to oneself',
  input: Preferences,
  run: savePreferences,
  output: Preferences,
})
