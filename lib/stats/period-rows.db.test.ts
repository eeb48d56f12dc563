import { expect, test } from 'vitest'
import { CallFilter, callCondition } from '#lib/calls/call-filter.ts'
import { callerOf } from '#lib/calls/test-calls.ts'
import { sql } from '#lib/db/sql.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { PeriodQuery, periodStats } from './period-stats.ts'

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
  const data = Array.from({ length: 16 }, (_, nth) => {
    const [status, outcome] = kinds[nth % kinds.length]!
    return {
      ...{ businessId, id: newId(), origin: 'record', phoneNumber: line.number, status, outcome, durationS: nth },
      direction: nth % 3 === 0 ? 'outbound' : 'inbound',
      startedAt: new Date(Date.UTC(2026, 9, 22, 23, 30) + nth * 7 * 3_600_000),
      userId: nth % 2 === 0 ? users.agent.userId : null,
      tags: nth % 5 === 0 ? ['odd'] : [],
    }
  })
  await withBusiness(businessId, (tx) => tx.call.createMany({ data }))
}

test('every figure of a period opens to as many calls as it says', async () => {
  const business = await createTestBusiness()
  await fill(business)
  const { data } = await periodStats(callerOf(business, business.users.agent), PeriodQuery.parse(DAYS))
  const rows = (part: Record<string, string>) =>
    withBusiness(business.businessId, async (tx) => {
      const condition = await callCondition(tx, CallFilter.parse({ ...DAYS, ...part }), ZONE)
      const [row] = await tx.$queryRaw<{ count: number }[]>(
        sql`select count(*)::int as count from calls c where ${condition}`,
      )
      return row!.count
    })
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
