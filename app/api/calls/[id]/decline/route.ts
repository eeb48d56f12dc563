import { CallId, decline } from '#lib/calls/leave-call.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({ input: CallId, run: decline })
