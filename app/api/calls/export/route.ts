import { CallFilter } from '#lib/calls/call-filter.ts'
import { exportCalls } from '#lib/exports/export-calls.ts'
import { streamRoute } from '#lib/http/stream-route.ts'

export const GET = streamRoute({ input: CallFilter, run: exportCalls })
