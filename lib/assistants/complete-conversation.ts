import { lockCall } from '#lib/calls/record-events.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { openCredential } from './credentials.ts'
import { readConversation, type VendorConversation, VendorError } from './eleven-labs-api.ts'
import { storeSaid } from './end-conversation.ts'

const LOST = 'stream-lost'

/**
 * Adds what the vendor heard after our process died under a stream. A conversation that we carried to its end is left as it is:
 * we know what the caller heard of it, the vendor does not.
 */
export async function completeConversation(tx: Tx, businessId: string, report: VendorConversation): Promise<void> {
  const found = await tx.assistantConversation.findFirst({
    where: { vendorId: report.conversation_id, endedReason: LOST },
    select: { id: true, callId: true },
  })
  if (!found) return
  await lockCall(tx, found.callId)
  const turns = await tx.conversationTurn.findMany({ where: { conversationId: found.id } })
  const own = turns.filter(({ speaker }) => speaker === 'caller' || speaker === 'assistant')
  const missing = report.transcript.filter(({ message }) => message).slice(own.length)
  if (missing.length === 0) return
  const next = Math.max(-1, ...turns.map(({ position }) => position)) + 1
  await tx.conversationTurn.createMany({
    data: missing.map(({ role, message, time_in_call_secs: seconds }, index) => ({
      businessId,
      conversationId: found.id,
      position: next + index,
      speaker: role === 'agent' ? 'assistant' : 'caller',
      text: message!.replaceAll('\0', ''),
      startMs: Math.round(seconds * 1000),
    })),
  })
  await storeSaid(tx, businessId, found.callId)
  await publish(tx, businessId, { type: 'conversation.changed', callId: found.callId, conversationId: found.id })
}

/** The job for a conversation whose stream was lost: asks the vendor, again and again by the queue until it is done with it. */
export async function askForConversation(
  businessId: string,
  { conversationId }: { conversationId: string },
): Promise<void> {
  const asked = await withBusiness(businessId, async (tx) => {
    const row = await tx.assistantConversation.findUnique({
      where: { businessId_id: { businessId, id: conversationId } },
    })
    return row?.vendorId ? { vendorId: row.vendorId, account: await openCredential(tx, row.userId) } : null
  })
  const report = asked && (await readConversation(asked.account.apiKey, asked.vendorId))
  if (!report) return
  if (report.status !== 'done' && report.status !== 'failed') {
    throw new VendorError(`The conversation is still ${report.status}`, null)
  }
  await withBusiness(businessId, (tx) => completeConversation(tx, businessId, report))
}
