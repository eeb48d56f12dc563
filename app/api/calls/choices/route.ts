import { Choices } from '#lib/calls/call-answers.ts'
import { listChoices } from '#lib/calls/list-choices.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({
  input: nothing,
  run: listChoices,
  summary: 'What calls can be filtered by and marked with',
  output: Choices,
})
