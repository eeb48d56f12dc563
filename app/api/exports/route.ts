import { CallFilter } from '#lib/calls/call-filter.ts'
import { listExports } from '#lib/exports/list-exports.ts'
import { startExport } from '#lib/exports/start-export.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({ input: nothing, run: listExports, problem: callsProblem })
export const POST = route({ input: CallFilter, run: startExport, status: 202, problem: callsProblem })
