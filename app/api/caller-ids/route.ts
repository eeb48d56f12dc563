import { nothing, route } from '#lib/http/route.ts'
import { listCallerIds, refreshCallerIds } from '#lib/numbers/caller-ids.ts'

export const GET = route({ input: nothing, run: listCallerIds })
export const POST = route({ input: nothing, run: refreshCallerIds })
