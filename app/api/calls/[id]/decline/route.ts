import { CallId, decline } from '#lib/calls/leave-call.ts'
import { nothing, route } from '#lib/http/route.ts'

export const POST = route({
  summary: 'Stop a call from ringing for oneself',
  input: CallId,
  run: decline,
  output: nothing,
})
