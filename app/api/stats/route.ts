import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { PeriodQuery, periodStats } from '#lib/stats/period-stats.ts'
import { PeriodStats } from '#lib/stats/stats-answers.ts'

export const GET = route({
  summary: 'Count the calls of some days by day, hour of the week, agent, line and tag, beside the days before',
  input: PeriodQuery,
  run: periodStats,
  output: PeriodStats,
  problem: callsProblem,
})
