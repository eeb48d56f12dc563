import { Marked } from '#lib/calls/call-answers.ts'
import { MarkCalls, markCalls } from '#lib/calls/mark-calls.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({
  input: MarkCalls,
  run: markCalls,
  summary: 'Tags, reviews or annotates calls',
  output: Marked,
})
