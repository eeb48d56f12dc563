import { getCall } from '#lib/calls/get-call.ts'
import { CallId } from '#lib/calls/leave-call.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ input: CallId, run: getCall })
