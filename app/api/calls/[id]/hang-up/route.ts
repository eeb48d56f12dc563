import { CallId, hangUp } from '#lib/calls/leave-call.ts'
import { nothing, route } from '#lib/http/route.ts'

export const POST = route({ summary: 'End a call for everybody in it', input: CallId, run: hangUp, output: nothing })
