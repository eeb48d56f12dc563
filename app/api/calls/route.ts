import { CreateRecord, createRecord } from '#lib/calls/create-record.ts'
import { ListCalls, listCalls } from '#lib/calls/list-calls.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { TRANSCRIPT_BYTES } from '#lib/transcripts/transcript.ts'

export const GET = route({ input: ListCalls, run: listCalls, problem: callsProblem })
export const POST = route({
  input: CreateRecord,
  run: createRecord,
  status: 201,
  bodyLimit: TRANSCRIPT_BYTES,
  problem: callsProblem,
})
