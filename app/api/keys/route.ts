import { CreateKey, createKey, listKeys } from '#lib/auth/manage-keys.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({ input: nothing, run: listKeys })
export const POST = route({ input: CreateKey, run: createKey, status: 201 })
