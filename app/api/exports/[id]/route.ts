import { OneExport } from '#lib/exports/export-answers.ts'
import { ExportId, getExport } from '#lib/exports/list-exports.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({
  summary: 'Read how far an export is, and a link to its file once it is there',
  input: ExportId,
  run: getExport,
  output: OneExport,
  problem: callsProblem,
})
