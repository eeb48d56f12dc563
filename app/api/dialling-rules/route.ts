import { changeRules, Rules, readRules } from '#lib/calls/dialling-rules.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({ summary: 'Read what may be dialled', input: nothing, run: readRules, output: Rules })
export const PUT = route({ summary: 'Change what may be dialled', input: Rules, run: changeRules, output: Rules })
