import { HandBack, handBack } from '#lib/assistants/hand-back.ts'
import { nothing, route } from '#lib/http/route.ts'

export const POST = route({
  summary: 'Give a call back to its assistant',
  input: HandBack,
  run: handBack,
  output: nothing,
})
