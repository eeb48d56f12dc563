import { expect, test } from 'vitest'
import { CallFilter, callCondition } from '#lib/calls/call-filter.ts'
import { callerOf } from '#lib/calls/test-calls.ts'
import { sql } from '#lib/db/sql.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { answeringStats } from './answering.ts'
import { PeriodQuery, periodStats } from './period-stats.ts'
import { Answering } from './stats-answers.ts'

const ZONE = 'Europe/London'
const DAYS = { start_date: '2026-10-23', end_date: '2026-10-27' }

/** One call of every status and outcome in turn, seven hours apart, over the night the clocks go back. */
async function fill({ businessId, line, users }: TestBusiness): Promise<void> {
  const kinds = [
    ['completed', 'completed'],
    ['no-answer', 'missed'],
    ['busy', 'busy'],
    ['completed', 'voicemail'],
    ['in-progress', null],
    ['ringing', null],
    ['failed', 'failed'],
  ] as const
  const at = (nth: number) => Date.UTC(2026, 9, 22, 23, 30) + nth * 7 * 3_600_000
  const data = Array.from({ length: 16 }, (_, nth) => {
    const [status, outcome] = kinds[nth % kinds.length]!
    return {
      ...{ businessId, id: newId(), origin: 'record', phoneNumber: line.number, status, outcome, durationS: nth },
      direction: nth % 3 === 0 ? 'outbound' : 'inbound',
      startedAt: new Date(at(nth)),
      answeredAt: status === 'completed' || status === 'in-progress' ? new Date(at(nth) + nth * 2500) : null,
      endedBy: status === 'no-answer' ? (nth % 2 === 0 ? 'other' : 'carrier') : null,
      failureCode: outcome === 'failed' ? 'sip_404' : null,
      userId: nth % 2 === 0 ? users.agent.userId : null,
      tags: nth % 5 === 0 ? ['odd'] : [],
    }
  })
  await withBusiness(businessId, (tx) => tx.call.createMany({ data }))
}

/** How many calls the list says there are. */
const countRows = ({ businessId }: TestBusiness, part: Record<string, string>) =>
  withBusiness(businessId, async (tx) => {
    const condition = await callCondition(tx, CallFilter.parse({ ...DAYS, ...part }), ZONE)
    const [row] = await tx.$queryRaw<{ count: number }[]>(
      sql`select count(*)::int as count from calls c where ${condition}`,
    )
    return row!.count
  })

test('every figure of a period opens to as many calls as it says', { timeout: 120_000 }, async () => {
  const business = await createTestBusiness()
  await fill(business)
  const { data } = await periodStats(callerOf(business, business.users.agent), PeriodQuery.parse(DAYS))
  const rows = (part: Record<string, string>) => countRows(business, part)
  const expectParts = async (part: Record<string, string>, { calls, answered, missed }: Record<string, unknown>) => {
    const others = Number(calls) - Number(answered) - Number(missed)
    const counts = [rows(part), ...['answered', 'missed', 'other'].map((as) => rows({ ...part, counted_as: as }))]
    expect(await Promise.all(counts), JSON.stringify(part)).toEqual([calls, answered, missed, others])
  }
  expect(data.totals.totalCalls).toBe(16)
  for (const { day, ...tally } of data.days) await expectParts({ start_date: day, end_date: day }, tally)
  for (const { weekday, hour, ...tally } of data.week)
    await expectParts({ weekday: String(weekday), hour: String(hour) }, tally)
  for (const { user_id, ...tally } of data.agents) await expectParts({ user_id: user_id ?? 'nobody' }, tally)
  for (const { phone_number, ...tally } of data.lines) await expectParts({ phone_number }, tally)
  for (const { tag, ...tally } of data.tags) await expectParts({ tags: tag }, tally)
  for (const [outcome, count] of Object.entries(data.totals.callOutcomeBreakdown))
    expect(await rows({ outcome }), outcome).toBe(count)
  for (const [status, count] of Object.entries(data.totals.callsByStatus))
    expect(await rows({ status }), status).toBe(count)
})

test('how calls were answered, how long they were and why not: each opens to as many calls, beside the days before', async () => {
  const business = await createTestBusiness()
  await fill(business)
  const ask = async (query: Record<string, string>) =>
    Answering.parse(await answeringStats(callerOf(business, business.users.agent), PeriodQuery.parse(query))).data
  const { speed, previous, lengths, reasons, within_seconds } = await ask(DAYS)
  const incoming = { direction: 'inbound' }
  const answered = { ...incoming, counted_as: 'answered', min_wait: '0' }
  expect(speed).toEqual({ incoming: 10, abandoned: 1, answered: 4, within: 2, average: 22.5, p50: 22.5, p90: 32.75 })
  expect([
    await countRows(business, incoming),
    await countRows(business, { ...incoming, counted_as: 'abandoned' }),
    await countRows(business, answered),
    await countRows(business, { ...answered, max_wait: String(within_seconds) }),
  ]).toEqual([10, 1, 4, 2])
  for (const { calls, min_duration, max_duration } of lengths) {
    const most: Record<string, string> = max_duration === null ? {} : { max_duration: String(max_duration) }
    const part = { counted_as: 'answered', min_duration: String(min_duration), ...most }
    expect(await countRows(business, part), String(min_duration)).toBe(calls)
  }
  expect(lengths.reduce((sum, { calls }) => sum + calls, 0)).toBe(5)
  expect(reasons.map(({ reason, calls }) => `${reason} ${calls}`).sort()).toEqual([
    'busy 2',
    'gave_up 1',
    'no_answer 1',
    'not_taken 1',
    'sip_404 2',
  ])
  for (const { reason, calls } of reasons) expect(await countRows(business, { reason }), reason).toBe(calls)
  expect(previous).toEqual({ incoming: 0, abandoned: 0, answered: 0, within: 0, average: null, p50: null, p90: null })
  const after = await ask({ start_date: '2026-10-28', end_date: '2026-11-01' })
  expect([after.speed.incoming, after.previous]).toEqual([0, speed])
  expect(after.lengths.map((length) => length.before)).toEqual(lengths.map(({ calls }) => calls))
})
