import { Rebuilt } from '#lib/calls/call-answers.ts'
import { CallId } from '#lib/calls/leave-call.ts'
import { rebuildCall } from '#lib/calls/rebuild-call.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({
  input: CallId,
  run: rebuildCall,
  summary: 'Folds a call anew from its ledger',
  output: Rebuilt,
})
