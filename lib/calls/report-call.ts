import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import type { Tx } from '#lib/db/with-business.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { newId } from '#lib/ids.ts'
import { carrierTime, StatusForm, statusFacts } from '#lib/webhooks/carrier-forms.ts'
import type { NewLegEvent } from './event-rows.ts'
import { callOfSid, lockSid } from './lock-sid.ts'
import { recordEvents } from './record-events.ts'
import { Instant } from './record-fields.ts'
import { recordStatus } from './record-status.ts'

/** A report on a call under the carrier's names, or under those of the calls API where they differ. */
export const CallReport = StatusForm.extend({
  StartTime: Instant.optional(),
  EndTime: Instant.optional(),
  /** Seconds by the calls API; the carrier's own reports mean minutes by it, and come with CallDuration or CallbackSource. */
  Duration: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional(),
  CallbackSource: z.string().max(64).optional(),
})
type CallReport = z.output<typeof CallReport>

/** Writes down a report on a call that another system handles, and the call itself at its first; our own go their usual way. */
export async function reportCall(delivery: Delivery, form: CallReport): Promise<void> {
  const { tx, businessId, accountSid, address } = delivery
  const callSid = form.ParentCallSid ?? form.CallSid
  await lockSid(tx, businessId, callSid)
  const known = await callOfSid(tx, callSid)
  if (!known && (await isDeleted(tx, callSid))) return
  if (known && known.origin !== 'record') return recordStatus(delivery, form)
  const callId = known?.id ?? (await createReported(tx, businessId, form))
  await recordEvents(tx, businessId, callId, legEvents(delivery, form))
  await writeAudit(
    tx,
    { businessId, actor: `carrier:${accountSid}`, address },
    { action: known ? 'call.update' : 'call.create', subjectType: 'call', subjectId: callId },
  )
}

/** What was deleted does not come back with a late report. */
async function isDeleted(tx: Tx, callSid: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`select from audit_entries
    where action = 'call.delete' and ${callSid} = any(string_to_array(details ->> 'sids', ',')) limit 1`
  return rows.length > 0
}

async function createReported(tx: Tx, businessId: string, form: CallReport): Promise<string> {
  const id = newId()
  const isOut = form.Direction
    ? form.Direction.startsWith('outbound')
    : (await tx.phoneNumber.count({ where: { number: form.From } })) > 0
  const [ours, theirs] = isOut ? [form.From, form.To] : [form.To, form.From]
  const story = { origin: 'record', direction: isOut ? 'outbound' : 'inbound', status: 'queued' }
  const parties = { phoneNumber: ours, callerPhone: theirs || null }
  await tx.call.create({ data: { businessId, id, ...story, ...parties, startedAt: form.StartTime ?? beganAt(form) } })
  return id
}

const secondsOf = ({ CallDuration, CallbackSource, Duration }: CallReport): number | undefined =>
  CallDuration ?? (CallbackSource === undefined ? Duration : undefined)

const timeOf = ({ EndTime, Timestamp }: CallReport): number =>
  EndTime?.getTime() ?? carrierTime(Timestamp) ?? Date.now()

const beganAt = (form: CallReport) => new Date(timeOf(form) - (secondsOf(form) ?? 0) * 1000)

/** The report, and the answer that a call which talked must have had. */
function legEvents({ accountSid, raw }: Delivery, form: CallReport): NewLegEvent[] {
  const durationS = secondsOf(form)
  const role = form.ParentCallSid ? ('agent' as const) : ('outside' as const)
  const leg = {
    kind: 'leg',
    accountSid,
    callSid: form.CallSid,
    source: 'webhook',
    sequence: form.SequenceNumber,
  } as const
  const facts = { ...statusFacts(form), role, ...(durationS !== undefined && { durationS }) }
  const report: NewLegEvent = { ...leg, type: `leg.${form.CallStatus}`, at: timeOf(form), facts, raw }
  if (form.CallStatus !== 'completed' || !durationS) return [report]
  const at = timeOf(form) - durationS * 1000
  return [{ ...leg, type: 'leg.talked', at, facts: { role, status: 'in-progress' } }, report]
}
