import { Ticket } from '#lib/assistants/assistant-answers.ts'
import { issueListenTicket, ListenTicket } from '#lib/assistants/listen-ticket.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({
  summary: 'Make a ticket with which a page listens',
  input: ListenTicket,
  run: issueListenTicket,
  output: Ticket,
})
