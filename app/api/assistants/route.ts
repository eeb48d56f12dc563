import { createAssistant, listAssistants, NewAssistant } from '#lib/assistants/manage-assistants.ts'
import { nothing, route } from '#lib/http/route.ts'

export const GET = route({ input: nothing, run: listAssistants })
export const POST = route({ input: NewAssistant, run: createAssistant, status: 201 })
