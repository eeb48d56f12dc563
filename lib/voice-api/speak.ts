import { z } from 'zod'
import { takeInbound } from '#lib/calls/take-inbound.ts'
import { greetingTwiml, menuTwiml } from '#lib/carrier/twiml/greeting.ts'
import { ringAgentsTwiml } from '#lib/carrier/twiml/ring-agents.ts'
import { sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { routeToDesk } from '#lib/routing/route-call.ts'
import { routingSnapshot } from '#lib/routing/routing-snapshot.ts'
import { GatherForm, InboundForm } from '#lib/webhooks/carrier-forms.ts'

export const GreetingForm = InboundForm.extend({ attempt: z.uuid().optional() })
export const MenuForm = InboundForm
export const MenuInputForm = GatherForm

const Message = z.object({ message: z.string().nullish() })

/** What a program's callee hears: the message of its attempt, or that the business calls, and a question. */
export async function greet({ tx, businessId }: Delivery, { attempt }: z.infer<typeof GreetingForm>): Promise<string> {
  const found = attempt && (await tx.callAttempt.findFirst({ where: { id: attempt }, select: { options: true } }))
  const { name } = await tx.business.findUniqueOrThrow({ where: { id: businessId }, select: { name: true } })
  const message = found ? Message.parse(found.options).message : null
  return greetingTwiml(message ?? `Good day, this is ${name}.`)
}

/** The spoken menu. */
export const offerMenu = async (): Promise<string> => menuTwiml()

/** The keys of the menu; teams do not exist yet, so each leads to whoever is at the desk. */
const CHOICES = new Set(['1', '2', '3'])

/** A key of the menu was pressed: the desk rings, in the call that is known or as a call that came in. */
export async function takeMenuInput(delivery: Delivery, form: z.infer<typeof GatherForm>): Promise<string> {
  if (!CHOICES.has(form.Digits)) return sayAndHangUpTwiml('noChoice')
  const { tx, accountSid } = delivery
  const leg = await tx.callLeg.findFirst({
    where: { accountSid, callSid: form.CallSid },
    select: { callId: true, call: { select: { phoneNumber: true } } },
  })
  if (!leg) return takeInbound(delivery, form)
  const routing = routeToDesk(await routingSnapshot(tx, leg.call.phoneNumber))
  return routing.to === 'agents'
    ? ringAgentsTwiml({ callId: leg.callId, ...routing })
    : sayAndHangUpTwiml(routing.sentence)
}
