import { CallFilter } from '#lib/calls/call-filter.ts'
import { ExportList, listExports, OneExport } from '#lib/exports/list-exports.ts'
import { startExport } from '#lib/exports/start-export.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({
  summary: 'List the newest exports of whoever asks',
  input: nothing,
  run: listExports,
  output: ExportList,
  problem: callsProblem,
})
export const POST = route({
  summary: 'Have the calls that a filter lets through written to a CSV file',
  input: CallFilter,
  run: startExport,
  output: OneExport,
  status: 202,
  problem: callsProblem,
})
