import { z } from 'zod'
import { hangUpTwiml, sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { DialActionForm } from '#lib/webhooks/carrier-forms.ts'
import { afterLeave, lastHandover } from './after-leave.ts'
import { FINAL_STATUSES } from './call-event.ts'
import type { NewLegEvent } from './event-rows.ts'
import { type CallState, recordEvents } from './record-events.ts'
import { ringAgain } from './ring-again.ts'

export const DialAction = DialActionForm.extend({
  callId: z.uuid(),
  round: z.coerce.number().int().min(1).default(1),
})
type DialAction = z.infer<typeof DialAction>

/** A browser's leg is out of its conference: it ends, and whoever is left is looked after. */
export async function agentLeft(delivery: Delivery, form: DialAction): Promise<string> {
  const state = await record(delivery, form, { left: 'dial-ended' })
  if (state) await afterLeave(delivery.tx, state)
  return hangUpTwiml()
}

/** The agents' legs of a call that came in are over: the caller, if still there, hears why. */
export async function dialEnded(delivery: Delivery, form: DialAction): Promise<string> {
  const callerIsGone = FINAL_STATUSES.has(form.CallStatus)
  const state = await record(delivery, form, callerIsGone ? { status: form.CallStatus } : {})
  const hungUp = state?.commands.some((command) => command.type === 'hang-up')
  if (!state || callerIsGone || hungUp || lastHandover(state.commands)?.type === 'hand-back') return hangUpTwiml()
  if (!talked(form)) {
    // A ring that was lost is no answer; one that was declined is busy.
    const again = form.DialCallStatus === 'no-answer' ? await ringAgain(delivery.tx, state, form.To, form.round) : null
    return again ?? sayAndHangUpTwiml('nobodyThere')
  }
  const agent = state.legs.find((leg) => leg.role === 'agent' && leg.answeredAt !== null)
  await recordEvents(delivery.tx, delivery.businessId, form.callId, [
    { kind: 'command', command: { type: 'agent-lost', callSid: agent?.callSid ?? form.CallSid } },
  ])
  return sayAndHangUpTwiml('agentLost')
}

const talked = ({ DialCallStatus }: DialAction) => DialCallStatus === 'completed' || DialCallStatus === 'answered'

function record(
  { tx, businessId, accountSid, raw }: Delivery,
  { CallSid, callId, DialCallStatus }: DialAction,
  facts: NewLegEvent['facts'],
): Promise<CallState | null> {
  const type = `dial.${DialCallStatus}`
  return recordEvents(tx, businessId, callId, [
    { kind: 'leg', accountSid, callSid: CallSid, source: 'webhook', type, facts, raw },
  ])
}
