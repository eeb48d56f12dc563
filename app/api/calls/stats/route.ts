import { CallFilter } from '#lib/calls/call-filter.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { callStats } from '#lib/stats/call-stats.ts'
import { CallStats } from '#lib/stats/stats-answers.ts'

export const GET = route({
  summary: 'Count the calls that a filter lets through',
  input: CallFilter,
  run: callStats,
  output: CallStats,
  problem: callsProblem,
})
