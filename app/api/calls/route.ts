import { ListCalls, listCalls } from '#lib/calls/list-calls.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ input: ListCalls, run: listCalls })
