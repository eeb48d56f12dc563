import { z } from 'zod'
import type { Caller } from '#lib/auth/principal.ts'
import { dialNow } from '#lib/calls/dial-now.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { createConversation, withDisclosure } from './begin-conversation.ts'
import { spentToday } from './spent-today.ts'

export interface AssistantCallRequest {
  to: string
  /** The business's first line when absent. */
  from?: string | undefined
  /** Without one the vendor's agent speaks with its own settings. */
  assistantId?: string | undefined
  prompt?: string | undefined
  firstMessage?: string | undefined
  /** Whose account with the vendor, where they have one of their own. */
  userId?: string | undefined
  /** Their own account with the carrier; `from` is then a number of it. */
  accountSid?: string | undefined
}

export const CallByAssistant = z.object({
  id: z.uuid(),
  to: z.string().min(1).max(64),
  from: z.string().max(64).optional(),
  prompt: z.string().max(20_000).optional(),
  firstMessage: z.string().max(1000).optional(),
})

/** Has an assistant call a number, by the rules of every dial and its own limit for the day. */
export const callByAssistant = async (
  caller: Caller,
  { id: assistantId, ...call }: z.infer<typeof CallByAssistant>,
) => ({ callId: (await placeAssistantCall(caller, { ...call, assistantId })).callId })

/** Dials a number for an assistant and returns once the carrier has taken the call; never two for one intention. */
export async function placeAssistantCall(
  caller: Caller,
  request: AssistantCallRequest,
): Promise<{ callId: string; callSid: string }> {
  const { businessId } = caller.principal
  const talk = await withBusiness(businessId, (tx) => plan(tx, request))
  const { to, from, userId = null, accountSid } = request
  const asked = { twimlUrl: null, message: null, record: false, channels: 'dual', assistant: talk } as const
  const options = { ...asked, ...(accountSid && { accountSid }) }
  const { callId } = await dialNow(
    caller,
    { to, ...(from && { from }), origin: 'assistant', options },
    async (tx, placed) => {
      await createConversation(tx, businessId, {
        callId: placed.callId,
        userId,
        accountSid: accountSid ?? null,
        ...talk,
      })
    },
  )
  const { callSid } = await withBusiness(businessId, (tx) =>
    tx.callAttempt.findFirstOrThrow({ where: { callId }, select: { callSid: true } }),
  )
  return { callId, callSid: callSid! }
}

/** What it is to say; the disclosure comes first whatever the message. Throws `not_found`, `spend_limit_reached`. */
async function plan(tx: Tx, { assistantId, prompt, firstMessage }: AssistantCallRequest) {
  if (!assistantId) return { assistantId: null, prompt: prompt ?? '', firstMessage: firstMessage ?? '' }
  const assistant = await tx.assistant.findFirst({ where: { id: assistantId, archivedAt: null } })
  if (!assistant) throw new AppError('not_found', 'There is no such assistant.')
  const limit = assistant.dailySpend?.toNumber()
  if (limit !== undefined && (await spentToday(tx, assistantId)) >= limit) {
    throw new AppError('spend_limit_reached', 'This assistant has spent its day.', { action: 'Raise its daily limit.' })
  }
  const message = withDisclosure(assistant.disclosure, firstMessage ?? assistant.firstMessage)
  return { assistantId, prompt: prompt ?? assistant.prompt, firstMessage: message }
}
