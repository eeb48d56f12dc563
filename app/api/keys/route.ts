import { KeyList, KeyMade } from '#lib/auth/auth-answers.ts'
import { CreateKey, createKey, listKeys } from '#lib/auth/manage-keys.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({ summary: 'List the API keys', input: nothing, run: listKeys, output: KeyList })
export const POST = route({
  summary: 'Make an API key',
  input: CreateKey,
  run: createKey,
  status: 201,
  output: KeyMade,
})
