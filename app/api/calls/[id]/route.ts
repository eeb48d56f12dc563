import { CallAnswer, CallDeleted, CallWritten } from '#lib/calls/call-answers.ts'
import { deleteCall } from '#lib/calls/delete-call.ts'
import { getCall } from '#lib/calls/get-call.ts'
import { CallId } from '#lib/calls/leave-call.ts'
import { UpdateRecord, updateRecord } from '#lib/calls/update-record.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { TRANSCRIPT_BYTES } from '#lib/transcripts/transcript.ts'

export const GET = route({
  summary: 'Read a call with its legs, recordings, transcript and notes',
  input: CallId,
  run: getCall,
  output: CallAnswer,
  problem: callsProblem,
})
export const PUT = route({
  summary: 'Change what is noted about a call',
  input: UpdateRecord,
  run: updateRecord,
  output: CallWritten,
  bodyLimit: TRANSCRIPT_BYTES,
  problem: callsProblem,
})
export const DELETE = route({
  summary: 'Delete a call that is over with all that hangs on it',
  input: CallId,
  run: deleteCall,
  output: CallDeleted,
  problem: callsProblem,
})
