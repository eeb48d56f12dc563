import type { z } from 'zod'
import { connectToAssistant } from '#lib/assistants/connect-to-assistant.ts'
import { agentJoinsTwiml } from '#lib/carrier/twiml/agent-joins.ts'
import { sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import type { OutboundForm } from '#lib/webhooks/carrier-forms.ts'
import { afterLeave } from './after-leave.ts'
import { lockCall, recordEvents } from './record-events.ts'

/** A page's attempt is good for this long; a later connect is a stale one. */
const ATTEMPT_TTL_MS = 60_000

/**
 * A browser's leg arrived: it joins the conference of its attempt's call, and the callee is dialled by a job. Who calls
 * comes from the signed From; an attempt that is another's, old or used already is not dialled.
 */
export async function connectAgent(delivery: Delivery, form: z.infer<typeof OutboundForm>): Promise<string> {
  const { tx, businessId, accountSid, raw } = delivery
  const identity = form.From.slice('client:'.length)
  const member = await tx.membership.findFirst({ where: { carrierIdentity: identity, disabledAt: null } })
  const attempt = form.attemptId
    ? await tx.callAttempt.findUnique({ where: { businessId_id: { businessId, id: form.attemptId } } })
    : null
  if (member && form.attemptId && !attempt) return connectToAssistant(delivery, form, member.userId)
  const fresh = attempt && Date.now() - attempt.createdAt.getTime() < ATTEMPT_TTL_MS
  if (!member || !attempt || !fresh || attempt.userId !== member.userId) return sayAndHangUpTwiml('cannotDial')

  await lockCall(tx, attempt.callId)
  const legs = await tx.callLeg.count({ where: { callId: attempt.callId } })
  if (legs > 0) return sayAndHangUpTwiml('cannotDial')
  const state = await recordEvents(tx, businessId, attempt.callId, [
    {
      kind: 'leg',
      accountSid,
      callSid: form.CallSid,
      source: 'webhook',
      type: 'leg.connected',
      facts: { role: 'agent', userId: member.userId, status: 'in-progress', from: form.From, to: attempt.toNumber },
      raw,
    },
  ])
  if (state) await afterLeave(tx, state)
  await enqueue(tx, businessId, 'add-callee', { attemptId: attempt.id }, `add-callee:${attempt.id}`)
  return agentJoinsTwiml(attempt.callId)
}
