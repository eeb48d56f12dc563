import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { Removals } from '#lib/recordings/recording-answers.ts'
import { AskRemovals, removals } from '#lib/recordings/removals.ts'

export const GET = route({
  summary: 'Read how many recordings are kept, held and due to be removed, and the proofs of what went',
  input: AskRemovals,
  run: removals,
  output: Removals,
  problem: callsProblem,
})
