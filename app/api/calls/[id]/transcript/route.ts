import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { GetTranscript, getTranscript, PutTranscript, putTranscript } from '#lib/transcripts/call-transcript.ts'
import { TRANSCRIPT_BYTES } from '#lib/transcripts/transcript.ts'
import { TranscriptAnswer, TranscriptWritten } from '#lib/transcripts/transcript-answers.ts'

export const GET = route({
  summary: 'Read what was said on a call, now or in an older version',
  input: GetTranscript,
  run: getTranscript,
  output: TranscriptAnswer,
  problem: callsProblem,
})
export const PUT = route({
  summary: 'Write down what was said on a call',
  input: PutTranscript,
  run: putTranscript,
  output: TranscriptWritten,
  bodyLimit: TRANSCRIPT_BYTES,
  problem: callsProblem,
})
