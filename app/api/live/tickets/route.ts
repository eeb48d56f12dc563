import { LiveTicket } from '#lib/auth/auth-answers.ts'
import { issueLiveTicket } from '#lib/auth/live-ticket.ts'
import { nothing, route } from '#lib/http/route.ts'

export const POST = route({
  summary: 'Make a ticket for the live socket',
  input: nothing,
  run: issueLiveTicket,
  output: LiveTicket,
})
