import { issueLiveTicket } from '#lib/auth/live-ticket.ts'
import { nothing, route } from '#lib/http/route.ts'

export const POST = route({ input: nothing, run: issueLiveTicket })
