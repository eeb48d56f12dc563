import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { GetTranscript, getTranscript, PutTranscript, putTranscript } from '#lib/transcripts/call-transcript.ts'
import { TRANSCRIPT_BYTES } from '#lib/transcripts/transcript.ts'

export const GET = route({ input: GetTranscript, run: getTranscript, problem: callsProblem })
export const PUT = route({
  input: PutTranscript,
  run: putTranscript,
  bodyLimit: TRANSCRIPT_BYTES,
  problem: callsProblem,
})
