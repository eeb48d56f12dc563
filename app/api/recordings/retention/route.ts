import { callsProblem } from '#lib/http/problem.ts'
import { nothing, route } from '#lib/http/route.ts'
import { getRetention, PutRetention, putRetention } from '#lib/recordings/retention.ts'

export const GET = route({ input: nothing, run: getRetention, problem: callsProblem })
export const PUT = route({ input: PutRetention, run: putRetention, problem: callsProblem })
