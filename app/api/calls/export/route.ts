import { CallFilter } from '#lib/calls/call-filter.ts'
import { exportCalls } from '#lib/exports/export-calls.ts'
import { streamRoute } from '#lib/http/stream-route.ts'

export const GET = streamRoute({
  summary: 'Read the calls that a filter lets through as CSV',
  input: CallFilter,
  run: exportCalls,
})
