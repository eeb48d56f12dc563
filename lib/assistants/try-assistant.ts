import type { z } from 'zod'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { createConversation, withDisclosure } from './begin-conversation.ts'
import type { AssistantId } from './manage-assistants.ts'

/** Lets the caller's own device talk with an assistant: it connects with the attempt id of the answer. Nobody is dialled. */
export async function tryAssistant(caller: Caller, { id: assistantId }: z.infer<typeof AssistantId>) {
  authorise(caller.principal, 'calls:take')
  const { businessId, userId, name } = asUser(caller.principal)
  return withBusiness(businessId, async (tx) => {
    const assistant = await tx.assistant.findFirst({ where: { id: assistantId, archivedAt: null } })
    const line = await tx.phoneNumber.findFirst({ orderBy: { createdAt: 'asc' } })
    if (!assistant || !line) throw new AppError('not_found', 'There is no such assistant.')
    const callId = newId()
    const party = { userId, callerName: name, phoneNumber: line.number }
    const call = { origin: 'browser', direction: 'inbound', status: 'ringing', startedAt: new Date(), ...party }
    await tx.call.create({ data: { businessId, id: callId, ...call } })
    const attemptId = await createConversation(tx, businessId, {
      ...{ callId, assistantId, prompt: assistant.prompt },
      firstMessage: withDisclosure(assistant.disclosure, assistant.firstMessage),
    })
    await publish(tx, businessId, { type: 'call.changed', callId })
    return { attemptId, callId, to: assistant.name, from: line.number }
  })
}
