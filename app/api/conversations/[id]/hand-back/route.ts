import { HandBack, handBack } from '#lib/assistants/hand-back.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({ input: HandBack, run: handBack })
