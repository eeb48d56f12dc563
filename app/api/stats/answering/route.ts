import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { answeringStats } from '#lib/stats/answering.ts'
import { PeriodQuery } from '#lib/stats/period-stats.ts'
import { Answering } from '#lib/stats/stats-answers.ts'

export const GET = route({
  summary: 'Count how fast the calls of some days were answered, how long they were and why others were not',
  input: PeriodQuery,
  run: answeringStats,
  output: Answering,
  problem: callsProblem,
})
