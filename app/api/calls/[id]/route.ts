import { deleteCall } from '#lib/calls/delete-call.ts'
import { getCall } from '#lib/calls/get-call.ts'
import { CallId } from '#lib/calls/leave-call.ts'
import { UpdateRecord, updateRecord } from '#lib/calls/update-record.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { TRANSCRIPT_BYTES } from '#lib/transcripts/transcript.ts'

export const GET = route({ input: CallId, run: getCall, problem: callsProblem })
export const PUT = route({
  input: UpdateRecord,
  run: updateRecord,
  bodyLimit: TRANSCRIPT_BYTES,
  problem: callsProblem,
})
export const DELETE = route({ input: CallId, run: deleteCall, problem: callsProblem })
