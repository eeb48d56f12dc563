import { ExportList, ExportStarted } from '#lib/exports/export-answers.ts'
import { EXPORT_BYTES, ExportFilter } from '#lib/exports/export-filter.ts'
import { listExports } from '#lib/exports/list-exports.ts'
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
  input: ExportFilter,
  bodyLimit: EXPORT_BYTES,
  run: startExport,
  output: ExportStarted,
  status: 202,
  problem: callsProblem,
})
