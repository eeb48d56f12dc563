import { CallFilter } from '#lib/calls/call-filter.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { callStats } from '#lib/stats/call-stats.ts'

export const GET = route({ input: CallFilter, run: callStats, problem: callsProblem })
