import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CALL_STATUSES, DIRECTIONS, OUTCOMES } from '#lib/calls/call-words.ts'
import { callerOf } from '#lib/calls/test-calls.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { answeringStats } from './answering.ts'
import { PeriodQuery } from './period-stats.ts'
import { Answering } from './stats-answers.ts'

/** Four days of London, two of them before those asked for, beside the night the clocks go back. */
const FIRST = Date.UTC(2026, 9, 22, 20)
const DAYS = { start_date: '2026-10-25', end_date: '2026-10-26' }
const BEFORE = { start_date: '2026-10-23', end_date: '2026-10-24' }
const londonDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' })

const someCall = fc.record({
  startedAt: fc.nat(5 * 24 * 3_600_000).map((ms) => new Date(FIRST + ms)),
  direction: fc.constantFrom(...DIRECTIONS),
  status: fc.constantFrom(...CALL_STATUSES),
  outcome: fc.constantFrom(null, 'completed', 'missed', ...OUTCOMES),
  /** A carrier's clock may tell an answer before the call. */
  waitMs: fc.option(fc.integer({ min: -2000, max: 60_000 })),
  durationS: fc.option(fc.constantFrom(0, 29, 30, 59, 60, 119, 120, 299, 300, 599, 600, 1799, 1800, 5000)),
  endedBy: fc.constantFrom(null, 'other', 'carrier'),
  failureCode: fc.constantFrom(null, 'sip_404', 'sip_486'),
})
type SomeCall = typeof someCall extends fc.Arbitrary<infer Call> ? Call : never

const isAnswered = ({ outcome, status }: SomeCall) =>
  outcome === 'completed' || (outcome === null && status === 'in-progress')
const gaveUp = ({ direction, outcome, endedBy }: SomeCall) =>
  direction === 'inbound' && outcome === 'missed' && endedBy === 'other'

function reasonOf(call: SomeCall): string | null {
  const { direction, outcome, failureCode } = call
  if (gaveUp(call)) return 'gave_up'
  if (outcome === 'missed') return direction === 'inbound' ? 'not_taken' : (failureCode ?? 'no_answer')
  return outcome === 'busy' || outcome === 'failed' || outcome === 'canceled' ? (failureCode ?? outcome) : null
}

/** What the calls themselves say, in the plainest words. */
function speedOf(calls: SomeCall[]) {
  const incoming = calls.filter(({ direction }) => direction === 'inbound')
  const waits = incoming
    .flatMap((call) => (isAnswered(call) && call.waitMs !== null ? [Math.max(0, call.waitMs) / 1000] : []))
    .sort((one, other) => one - other)
  const at = (share: number) => {
    const place = share * (waits.length - 1)
    const [low, high] = [waits[Math.floor(place)]!, waits[Math.ceil(place)]!]
    return waits.length === 0 ? null : expect.closeTo(low + (high - low) * (place % 1), 6)
  }
  const sum = waits.reduce((one, other) => one + other, 0)
  return {
    incoming: incoming.length,
    abandoned: incoming.filter(gaveUp).length,
    answered: waits.length,
    within: waits.filter((wait) => wait <= 20).length,
    average: waits.length === 0 ? null : expect.closeTo(sum / waits.length, 6),
    p50: at(0.5),
    p90: at(0.9),
  }
}

test('the figures of answering say what the calls say, of the days and of those before', {
  timeout: 300_000,
}, async () => {
  const property = fc.asyncProperty(fc.array(someCall, { maxLength: 60 }), async (calls) => {
    const business = await createTestBusiness()
    const { businessId, line, users } = business
    const data = calls.map(({ waitMs, ...call }) => ({
      ...{ businessId, id: newId(), origin: 'record', phoneNumber: line.number, ...call },
      answeredAt: waitMs === null ? null : new Date(call.startedAt.getTime() + waitMs),
    }))
    await withBusiness(businessId, (tx) => tx.call.createMany({ data }))
    const answer = await answeringStats(callerOf(business, users.agent), PeriodQuery.parse(DAYS))
    const told = Answering.parse(answer).data
    const within = ({ start_date, end_date }: typeof DAYS) =>
      calls.filter(({ startedAt }) => {
        const day = londonDay.format(startedAt)
        return day >= start_date && day <= end_date
      })
    const [now, past] = [within(DAYS), within(BEFORE)]
    expect(told.speed).toEqual(speedOf(now))
    expect(told.previous).toEqual(speedOf(past))
    const lengthIn = (some: SomeCall[], least: number, most: number | null) =>
      some.filter(
        (call) => isAnswered(call) && (call.durationS ?? -1) >= least && call.durationS! <= (most ?? Infinity),
      ).length
    for (const { min_duration: least, max_duration: most, calls: count, before } of told.lengths)
      expect([count, before]).toEqual([lengthIn(now, least, most), lengthIn(past, least, most)])
    const because = (some: SomeCall[], reason: string) => some.filter((call) => reasonOf(call) === reason).length
    const reasons = [...new Set(now.map(reasonOf))].filter((reason) => reason !== null)
    expect(told.reasons.map(({ reason }) => reason).sort()).toEqual(reasons.sort())
    for (const { reason, calls: count, before } of told.reasons)
      expect([count, before]).toEqual([because(now, reason), because(past, reason)])
    expect(told.reasons.map(({ calls: count }) => -count)).toEqual(
      told.reasons.map(({ calls: count }) => -count).sort((one, other) => one - other),
    )
  })
  await fc.assert(property, { numRuns: 20 })
})
