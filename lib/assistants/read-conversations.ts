import type { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import type { AssistantId } from './manage-assistants.ts'
import type { ConversationId } from './take-over.ts'

/** Conversations of the day that the list shows. */
const MOST = 100

/** What an assistant is doing now and did since the business's day began, the newest first. */
export async function listConversations({ principal }: Caller, { id }: z.infer<typeof AssistantId>) {
  authorise(principal, 'calls:read')
  return withBusiness(principal.businessId, async (tx) => {
    const assistant = await tx.assistant.findFirst({ where: { id }, select: { name: true } })
    if (!assistant) throw new AppError('not_found', 'There is no such assistant.')
    const today = await tx.$queryRaw<{ began: Date }[]>`
      select date_trunc('day', now(), ${principal.business.timeZone}) as began`
    const rows = await tx.assistantConversation.findMany({
      where: { assistantId: id, OR: [{ state: { not: 'ended' } }, { createdAt: { gte: today[0]!.began } }] },
      include: { call: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: MOST,
    })
    return { assistant: { id, name: assistant.name }, conversations: rows.map(summary) }
  })
}

type Row = Prisma.AssistantConversationGetPayload<{ include: { call: true } }>

const summary = ({ id, callId, state, endedReason, createdAt, startedAt, endedAt, call }: Row) => ({
  ...{ id, callId, state, endedReason, createdAt, startedAt, endedAt },
  party: { number: call.callerPhone, name: call.callerName },
  line: call.phoneNumber,
  direction: call.direction,
  callEndedAt: call.endedAt,
})

/** One conversation with everything said in it so far; times of turns in ms from its start. */
export async function readConversation({ principal }: Caller, { id }: z.infer<typeof ConversationId>) {
  authorise(principal, 'calls:read')
  const { businessId } = principal
  return withBusiness(businessId, async (tx) => {
    const row = await tx.assistantConversation.findUnique({
      where: { businessId_id: { businessId, id } },
      include: { call: { include: { recordings: true } }, assistant: true, turns: { orderBy: { position: 'asc' } } },
    })
    if (!row) throw new AppError('not_found', 'There is no such conversation.')
    const line = await tx.phoneNumber.findFirst({ where: { number: row.call.phoneNumber }, select: { label: true } })
    return {
      ...summary(row),
      assistantName: row.assistant?.name ?? null,
      lineLabel: line?.label ?? null,
      isRecording: row.call.recordings.some(({ status }) => status === 'in-progress'),
      note: row.note,
      turns: row.turns.map(({ businessId: _, conversationId: __, ...turn }) => turn),
    }
  })
}
