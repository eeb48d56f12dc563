import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallFilter } from '#lib/calls/call-filter.ts'
import { CALL_STATUSES, OUTCOMES } from '#lib/calls/call-words.ts'
import { callerOf } from '#lib/calls/test-calls.ts'
import { sql } from '#lib/db/sql.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { callStats } from './call-stats.ts'
import { countGroups } from './count-groups.ts'
import type { Group } from './figures.ts'
import { PeriodQuery, periodStats } from './period-stats.ts'
import { refreshBusiness } from './refresh-rollups.ts'
import { PeriodStats } from './stats-answers.ts'

interface Told {
  at: number
  direction: string
  status: string
  outcome: string | null
  durationS: number | null
}

const rowOf = ({ businessId, line }: TestBusiness, { at, ...told }: Told) => ({
  businessId,
  id: newId(),
  origin: 'record',
  phoneNumber: line.number,
  startedAt: new Date(at),
  ...told,
})

const store = (business: TestBusiness, calls: Told[]) =>
  withBusiness(business.businessId, (tx) => tx.call.createMany({ data: calls.map((call) => rowOf(business, call)) }))

const group = (sums: Group[]) => sums.map((sum) => Object.values(sum).join(' ')).sort()

/** Six zones with every kind of clock change: none, half an hour, in both hemispheres, at midnight, and a quarter's offset. */
const ZONES = [
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kathmandu',
  'Africa/Cairo',
]
/** Weeks in which their clocks change. */
const WEEKS = [
  Date.UTC(2026, 2, 25),
  Date.UTC(2026, 2, 6),
  Date.UTC(2026, 3, 2),
  Date.UTC(2026, 8, 4),
  Date.UTC(2026, 9, 28),
]
const DAY_MS = 24 * 3_600_000

const someCall = (week: number): fc.Arbitrary<Told> =>
  fc.record({
    at: fc.integer({ min: week, max: week + 5 * DAY_MS }).map((at) => (at % 3 === 0 ? at - (at % 900_000) : at)),
    direction: fc.constantFrom('inbound', 'outbound'),
    status: fc.constantFrom(...CALL_STATUSES),
    outcome: fc.constantFrom(null, ...OUTCOMES),
    durationS: fc.option(fc.nat(4000)),
  })
const someDay = (week: number) =>
  fc.integer({ min: -1, max: 6 }).map((day) => new Date(week + day * DAY_MS).toISOString().slice(0, 10))
const someFilter = (week: number) =>
  fc.record(
    {
      start_date: fc.oneof(
        someDay(week),
        fc.integer({ min: week, max: week + 5 * DAY_MS }).map((at) => new Date(at).toISOString()),
      ),
      end_date: fc.oneof(
        someDay(week),
        fc.integer({ min: week, max: week + 5 * DAY_MS }).map((at) => new Date(at).toISOString()),
      ),
      direction: fc.constantFrom('inbound', 'outbound'),
      outcome: fc.constantFrom(...OUTCOMES),
    },
    { requiredKeys: [] },
  )

/** What the calls themselves say, in the plainest words. */
const fromRows = (businessId: string, filter: CallFilter, timeZone: string) =>
  withBusiness(businessId, async (tx) => {
    const rows = await tx.$queryRaw<Told[]>`
      select direction, status, coalesce(outcome, 'open') as outcome, started_at as at, duration_s as "durationS" from calls`
    const at = async (moment: CallFilter['start_date'], days: number) => {
      if (!moment) return undefined
      if ('instant' in moment)
        return moment.instant.getTime() + days * (moment.instant.getMilliseconds() === 0 ? 1000 : 1)
      const [row] = await tx.$queryRaw<{ at: Date }[]>(
        sql`select (${moment.day}::date + ${days}::int)::timestamp at time zone ${timeZone} as at`,
      )
      return row!.at.getTime()
    }
    const [from = -Infinity, to = Infinity] = [await at(filter.start_date, 0), await at(filter.end_date, 1)]
    const sums = new Map<string, Group>()
    for (const { at, direction, status, outcome, durationS } of rows) {
      const ms = new Date(at).getTime()
      if (ms < from || ms >= to || (filter.direction ?? direction) !== direction) continue
      if (filter.outcome && filter.outcome !== outcome) continue
      const key = `${direction} ${status} ${outcome}`
      const sum = sums.get(key) ?? { direction, status, outcome: outcome!, calls: 0, durationS: 0 }
      sums.set(key, { ...sum, calls: sum.calls + 1, durationS: sum.durationS + (durationS ?? 0) })
    }
    return [...sums.values()]
  })

test.each(ZONES)('rollups, fresh or not, say what the calls say, in %s', { timeout: 300_000 }, async (timeZone) => {
  const property = fc.asyncProperty(
    fc.constantFrom(...WEEKS).chain((week) =>
      fc.record({
        first: fc.array(someCall(week), { maxLength: 40 }),
        later: fc.array(someCall(week), { maxLength: 6 }),
        filters: fc.array(someFilter(week), { minLength: 4, maxLength: 4 }),
      }),
    ),
    async ({ first, later, filters }) => {
      const business = await createTestBusiness()
      const { businessId } = business
      const compare = async () => {
        for (const query of filters) {
          const filter = CallFilter.parse(query)
          const counted = await withBusiness(businessId, (tx) => countGroups(tx, filter, timeZone))
          expect(group(counted)).toEqual(group(await fromRows(businessId, filter, timeZone)))
        }
      }
      await store(business, first)
      await compare()
      await refreshBusiness(businessId)
      await compare()
      await store(business, later)
      await withBusiness(businessId, async (tx) => {
        await tx.$executeRaw`update calls set status = 'busy', outcome = 'busy' where id in (select id from calls limit 3)`
        await tx.$executeRaw`update calls set started_at = started_at + interval '20 hours' where id in (select id from calls limit 2)`
        await tx.$executeRaw`delete from calls where id in (select id from calls offset 5 limit 2)`
      })
      await compare()
      await refreshBusiness(businessId)
      await compare()
      const left = await withBusiness(businessId, (tx) => tx.callRollupChange.count())
      expect(left).toBe(0)
    },
  )
  await fc.assert(property, { numRuns: 12 })
})

test('the figures have the names and sums of the calls API, with the filters of the list', async () => {
  const business = await createTestBusiness()
  const at = Date.UTC(2026, 0, 15, 12)
  const call = (direction: string, status: string, outcome: string | null, durationS: number | null) => ({
    at,
    direction,
    status,
    outcome,
    durationS,
  })
  await store(business, [
    call('inbound', 'completed', 'completed', 100),
    call('outbound', 'completed', 'completed', 61),
    call('inbound', 'in-progress', null, null),
    call('inbound', 'ringing', null, null),
    call('inbound', 'no-answer', 'missed', null),
    call('outbound', 'busy', 'busy', null),
    call('inbound', 'completed', 'voicemail', 20),
    call('outbound', 'failed', 'failed', null),
    call('outbound', 'canceled', 'canceled', null),
  ])
  const ask = async (query: Record<string, string> = {}) =>
    (await callStats(callerOf(business, business.users.agent), CallFilter.parse(query))).data
  expect(await ask()).toEqual({
    totalCalls: 9,
    answeredCalls: 3,
    missedCalls: 2,
    totalDuration: 181,
    averageDuration: 60.3,
    callOutcomeBreakdown: { completed: 2, missed: 1, busy: 1, voicemail: 1, failed: 1, canceled: 1, open: 2 },
    callsByDirection: { inbound: 5, outbound: 4 },
    callsByStatus: {
      queued: 0,
      initiated: 0,
      ringing: 1,
      'in-progress': 1,
      completed: 3,
      busy: 1,
      'no-answer': 1,
      failed: 1,
      canceled: 1,
    },
  })
  expect(await ask({ search: 'nobody' })).toMatchObject({ totalCalls: 0, averageDuration: 0 })
  expect(await ask({ direction: 'inbound', min_duration: '50' })).toMatchObject({ totalCalls: 1, totalDuration: 100 })
  expect(await ask({ status: 'answered' })).toMatchObject({ totalCalls: 1, answeredCalls: 1 })
  expect(await ask({ end_date: '2026-01-14' })).toMatchObject({ totalCalls: 0 })
})

test('a change made while rollups are counted is not lost', async () => {
  const business = await createTestBusiness()
  const { businessId } = business
  const told = {
    at: Date.UTC(2026, 0, 15, 12),
    direction: 'inbound',
    status: 'completed',
    outcome: 'completed',
    durationS: 1,
  }
  await store(business, [told])
  const total = async () =>
    (await withBusiness(businessId, (tx) => countGroups(tx, {}, 'UTC'))).reduce((sum, { calls }) => sum + calls, 0)
  await withBusiness(businessId, async (tx) => {
    await tx.call.create({ data: rowOf(business, told) })
    await refreshBusiness(businessId)
    expect(await total()).toBe(1)
  })
  expect(await total()).toBe(2)
  await Promise.all([refreshBusiness(businessId), refreshBusiness(businessId)])
  expect(await total()).toBe(2)
})

test.each([true, false])('the parts of a period add up to its totals, rolled up: %s', async (isFresh) => {
  const business = await createTestBusiness()
  const { businessId, line, users } = business
  // Half past midnight on the night the clocks go back in London is still the day before in UTC.
  const at = (text: string) => new Date(text)
  const calls = [
    { startedAt: at('2026-10-24T23:30:00Z'), userId: users.agent.userId, tags: ['a', 'b'], durationS: 60 },
    { startedAt: at('2026-10-25T00:30:00Z'), tags: ['a'], status: 'no-answer', outcome: 'missed' },
    { startedAt: at('2026-10-25T01:30:00Z'), userId: users.agent.userId, durationS: 30 },
    { startedAt: at('2026-10-26T09:10:00Z'), status: 'busy', outcome: 'busy', direction: 'outbound' },
    { startedAt: at('2026-10-23T10:00:00Z'), durationS: 5 },
  ]
  const told = { businessId, origin: 'record', direction: 'inbound', status: 'completed', outcome: 'completed' }
  const data = calls.map((call) => ({ ...told, id: newId(), phoneNumber: line.number, ...call }))
  await withBusiness(businessId, (tx) => tx.call.createMany({ data }))
  if (isFresh) await refreshBusiness(businessId)
  const ask = async (query: Record<string, string>) =>
    PeriodStats.parse(await periodStats(callerOf(business, users.agent), PeriodQuery.parse(query))).data
  const stats = await ask({ start_date: '2026-10-25', end_date: '2026-10-26' })
  expect(stats.totals).toMatchObject({ totalCalls: 4, answeredCalls: 2, missedCalls: 2, totalDuration: 90 })
  expect(stats.previous).toMatchObject({ start_date: '2026-10-23', end_date: '2026-10-24', totals: { totalCalls: 1 } })
  expect(stats.days).toEqual([
    { day: '2026-10-25', calls: 3, answered: 2, missed: 1, duration: 90 },
    { day: '2026-10-26', calls: 1, answered: 0, missed: 1, duration: 0 },
  ])
  expect(stats.week).toEqual([
    { weekday: 7, hour: 0, calls: 1, answered: 1, missed: 0, duration: 60 },
    { weekday: 7, hour: 1, calls: 2, answered: 1, missed: 1, duration: 30 },
    { weekday: 1, hour: 9, calls: 1, answered: 0, missed: 1, duration: 0 },
  ])
  expect(stats.agents).toEqual([
    { user_id: users.agent.userId, name: 'Test agent', calls: 2, answered: 2, missed: 0, duration: 90 },
    { user_id: null, name: null, calls: 2, answered: 0, missed: 2, duration: 0 },
  ])
  expect(stats.lines).toMatchObject([{ phone_number: line.number, label: 'Main', calls: 4 }])
  expect(stats.tags).toMatchObject([
    { tag: 'a', calls: 2, answered: 1 },
    { tag: 'b', calls: 1 },
  ])
  const tagged = await ask({ start_date: '2026-10-25', end_date: '2026-10-26', tags: 'a' })
  expect([tagged.totals.totalCalls, tagged.days[0]!.calls, tagged.week.length]).toEqual([2, 2, 2])
})

test('a period has a beginning before its end, and at most a year', async () => {
  const business = await createTestBusiness()
  const ask = (query: Record<string, string>) =>
    periodStats(callerOf(business, business.users.agent), PeriodQuery.parse(query))
  const wrong = { code: 'invalid_input', field: 'end_date' }
  await expect(ask({ start_date: '2026-10-25', end_date: '2026-10-24' })).rejects.toMatchObject(wrong)
  await expect(ask({ start_date: '2025-10-25', end_date: '2026-10-26' })).rejects.toMatchObject(wrong)
  expect((await ask({})).data.days).toHaveLength(30)
})
