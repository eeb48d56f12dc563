import { listMyCalls } from '#lib/calls/list-my-calls.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({ input: nothing, run: listMyCalls })
