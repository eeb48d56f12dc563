import { callsProblem } from '#lib/http/problem.ts'
import { nothing, route } from '#lib/http/route.ts'
import { Retention, RetentionChanged } from '#lib/recordings/recording-answers.ts'
import { getRetention, PutRetention, putRetention } from '#lib/recordings/retention.ts'

export const GET = route({
  summary: 'Read for how many days recordings are kept',
  input: nothing,
  run: getRetention,
  output: Retention,
  problem: callsProblem,
})
export const PUT = route({
  summary: 'Change for how many days recordings are kept',
  input: PutRetention,
  run: putRetention,
  output: RetentionChanged,
  problem: callsProblem,
})
