import { assistantTwiml } from '#lib/carrier/twiml/assistant.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { issueMediaTicket } from './media-ticket.ts'

interface NewConversation {
  callId: string
  assistantId?: string | null
  /** Whose account with the vendor it speaks through, when not the business's own. */
  userId?: string | null
  /** The account with the carrier its call goes through, where that is a user's. */
  accountSid?: string | null
  prompt: string
  firstMessage: string
}

/** Writes down that an assistant is to talk on a call. */
export async function createConversation(tx: Tx, businessId: string, wanted: NewConversation): Promise<string> {
  const id = newId()
  await tx.assistantConversation.create({ data: { businessId, id, state: 'waiting', ...wanted } })
  await publish(tx, businessId, { type: 'conversation.changed', callId: wanted.callId, conversationId: id })
  return id
}

/** What an assistant was told to say, after the sentence that tells what it is. */
export const withDisclosure = (disclosure: string, firstMessage: string): string =>
  [disclosure, firstMessage].filter(Boolean).join(' ')

interface Meeting {
  businessId: string
  accountSid: string
  callSid: string
  callId: string
  conversationId: string
}

/** The document that gives a leg to the assistant of a conversation: its ticket opens one stream of this leg. */
export async function meetAssistant(
  tx: Tx,
  { businessId, accountSid, callSid, callId, conversationId }: Meeting,
): Promise<string> {
  await tx.assistantConversation.updateMany({ where: { id: conversationId }, data: { accountSid, callSid } })
  const ticket = await issueMediaTicket({ businessId, callId, callSid, conversationId, mode: 'assistant' })
  return assistantTwiml({ accountSid, callId, ticket })
}

/** Lets an assistant answer a leg, in a conversation of its own. */
export async function answerByAssistant(
  tx: Tx,
  leg: Omit<Meeting, 'conversationId'>,
  assistantId: string,
): Promise<string> {
  const { businessId, callId } = leg
  const where = { businessId_id: { businessId, id: assistantId } }
  const { prompt, firstMessage, disclosure } = await tx.assistant.findUniqueOrThrow({ where })
  const conversationId = await createConversation(tx, businessId, {
    ...{ callId, assistantId, prompt },
    firstMessage: withDisclosure(disclosure, firstMessage),
  })
  return meetAssistant(tx, { ...leg, conversationId })
}
