import { CallId } from '#lib/calls/leave-call.ts'
import { listEvents } from '#lib/calls/list-events.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ input: CallId, run: listEvents })
