import { CallList, CallWritten } from '#lib/calls/call-answers.ts'
import { CreateRecord, createRecord } from '#lib/calls/create-record.ts'
import { ListCalls, listCalls } from '#lib/calls/list-calls.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { TRANSCRIPT_BYTES } from '#lib/transcripts/transcript.ts'

export const GET = route({
  summary: 'List the calls that a filter lets through',
  input: ListCalls,
  run: listCalls,
  output: CallList,
  problem: callsProblem,
})
export const POST = route({
  summary: 'Write down a call that happened elsewhere',
  input: CreateRecord,
  run: createRecord,
  output: CallWritten,
  status: 201,
  bodyLimit: TRANSCRIPT_BYTES,
  problem: callsProblem,
})
