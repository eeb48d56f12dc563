import { ExportId, getExport } from '#lib/exports/list-exports.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ input: ExportId, run: getExport, problem: callsProblem })
