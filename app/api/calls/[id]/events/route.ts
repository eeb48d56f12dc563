import { EventList } from '#lib/calls/call-answers.ts'
import { CallId } from '#lib/calls/leave-call.ts'
import { listEvents } from '#lib/calls/list-events.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ summary: 'Read the ledger of a call', input: CallId, run: listEvents, output: EventList })
