import { changeRules, Rules, readRules } from '#lib/calls/dialling-rules.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({ input: nothing, run: readRules })
export const PUT = route({ input: Rules, run: changeRules })
