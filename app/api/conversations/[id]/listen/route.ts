import { issueListenTicket, ListenTicket } from '#lib/assistants/listen-ticket.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({ input: ListenTicket, run: issueListenTicket })
