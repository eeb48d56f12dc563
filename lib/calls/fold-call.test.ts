import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CommandEvent, eventHash, FINAL_STATUSES, type LegEvent, type LegFacts } from './call-event.ts'
import { CALL_STATUSES } from './call-words.ts'
import { foldCall } from './fold-call.ts'
import { foldLeg } from './fold-leg.ts'

const T0 = Date.UTC(2026, 10, 20, 9)

function legEvent(facts: LegFacts, more: Partial<Omit<LegEvent, 'facts'>> = {}): LegEvent {
  const event = { accountSid: 'AC1', callSid: 'CA1', source: 'webhook' as const, sequence: 0, at: T0, ...more, facts }
  return { ...event, hash: eventHash(event) }
}

const callback = (status: LegFacts['status'], sequence: number, s: number, facts: LegFacts = {}) =>
  legEvent({ status, ...facts }, { sequence, at: T0 + s * 1000 })

const command = (type: 'hang-up' | 'decline', s: number): CommandEvent => ({
  at: T0 + s * 1000,
  hash: `${type}${s}`,
  command: { type, userId: 'u1' },
})

describe('a leg', () => {
  const answered = [
    callback('initiated', 0, 0),
    callback('ringing', 1, 1),
    callback('in-progress', 2, 5),
    callback('completed', 3, 47, { durationS: 42, sipCode: 200 }),
  ]

  test('is what its callbacks say', () => {
    expect(foldLeg(answered)).toMatchObject({
      status: 'completed',
      startedAt: T0,
      ringingAt: T0 + 1000,
      answeredAt: T0 + 5000,
      endedAt: T0 + 47_000,
      durationS: 42,
      sipCode: 200,
    })
  })

  test('a late snapshot from REST does not bring it back to life', () => {
    const snapshot = legEvent({ status: 'in-progress' }, { source: 'rest', at: T0 + 60_000 })
    expect(foldLeg([...answered, snapshot])).toMatchObject({ status: 'completed', answeredAt: T0 + 5000 })
  })

  test('of two different ends, the one with more authority holds', () => {
    const rest = legEvent({ status: 'canceled' }, { source: 'rest', at: T0 + 40_000 })
    expect(foldLeg([...answered, rest])).toMatchObject({ status: 'canceled', endedAt: T0 + 40_000 })
    const sdk = legEvent({ status: 'failed' }, { source: 'sdk', at: T0 + 90_000, sequence: 9 })
    expect(foldLeg([...answered, sdk]).status).toBe('completed')
  })

  const anyFacts = fc.record(
    {
      status: fc.constantFrom(...CALL_STATUSES),
      role: fc.constantFrom('outside' as const, 'agent' as const),
      userId: fc.constantFrom('u1', 'u2'),
      sipCode: fc.constantFrom(200, 486, 487),
      durationS: fc.nat(500),
      joined: fc.constant(true as const),
      left: fc.constantFrom('hung_up', 'api'),
    },
    { requiredKeys: [] },
  )
  const anyEvent = fc
    .record({
      facts: anyFacts,
      source: fc.constantFrom('rest' as const, 'webhook' as const, 'sdk' as const, 'command' as const),
      sequence: fc.nat(5),
      s: fc.nat(100),
    })
    .map(({ facts, source, sequence, s }) => legEvent(facts, { source, sequence, at: T0 + s * 1000 }))
  const twoFinals = fc.tuple(
    fc
      .constantFrom(...FINAL_STATUSES)
      .map((status) => legEvent({ status }, { source: 'webhook', sequence: 3, at: T0 + 50_000 })),
    fc.constantFrom(...FINAL_STATUSES).map((status) => legEvent({ status }, { source: 'rest', at: T0 + 30_000 })),
  )

  test('any order and any duplication of any events, two finals among them, give the same leg', {
    timeout: 60_000,
  }, () => {
    const cases = fc.tuple(fc.array(anyEvent, { maxLength: 10 }), twoFinals).chain(([events, finals]) => {
      const all = [...events, ...finals]
      return fc.record({
        all: fc.constant(all),
        shuffled: fc
          .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.shuffledSubarray(all))
          .map(([once, again]) => [...once, ...again]),
      })
    })
    fc.assert(
      fc.property(cases, ({ all, shuffled }) => {
        const leg = foldLeg(all)
        expect(foldLeg(shuffled)).toEqual(leg)
        expect(FINAL_STATUSES.has(leg.status)).toBe(true)
        expect(leg.endedAt).toBeGreaterThanOrEqual(leg.answeredAt ?? leg.startedAt)
      }),
      { numRuns: 2000 },
    )
  })

  test('with all orders of its own four callbacks and a late snapshot it is the same', () => {
    const events = [...answered, legEvent({ status: 'ringing' }, { source: 'rest', at: T0 + 2000 })]
    const leg = foldLeg(events)
    for (const order of permutations(events)) expect(foldLeg(order)).toEqual(leg)
    expect(permutations(events)).toHaveLength(120)
  })
})

describe('a call', () => {
  const leg = (callSid: string, role: 'outside' | 'agent', ...events: LegEvent[]) =>
    foldLeg(events.map((event) => legEvent({ ...event.facts, role }, { ...event, callSid })))
  const agentUp = leg('CA2', 'agent', callback('in-progress', 0, 0))

  test('out: waits for the callee, counts talk from the answer, says who hung up', () => {
    const ringing = leg('CA1', 'outside', callback('ringing', 1, 1))
    expect(foldCall({ direction: 'outbound', userId: 'u1', legs: [agentUp, ringing], commands: [] })).toMatchObject({
      status: 'ringing',
      outcome: null,
      answeredAt: null,
    })
    const ended = leg('CA1', 'outside', callback('in-progress', 2, 5), callback('completed', 3, 47, { durationS: 42 }))
    expect(foldCall({ direction: 'outbound', userId: 'u1', legs: [agentUp, ended], commands: [] })).toMatchObject({
      status: 'completed',
      outcome: 'completed',
      endedBy: 'other',
      durationS: 42,
      callSid: 'CA1',
      userId: 'u1',
    })
    const hungUp = foldCall({
      direction: 'outbound',
      userId: 'u1',
      legs: [agentUp, ended],
      commands: [command('hang-up', 47)],
    })
    expect(hungUp.endedBy).toBe('agent')
  })

  test.each([
    ['busy', 'busy', 'busy', 'busy'],
    ['no-answer', 'no-answer', 'missed', 'no_answer'],
    ['failed', 'failed', 'failed', 'sip_404'],
    ['canceled', 'canceled', 'canceled', null],
    ['completed', 'canceled', 'canceled', null],
  ] as const)('out: a callee leg that ended %s unanswered', (legStatus, status, outcome, failureCode) => {
    const outside = leg('CA1', 'outside', callback(legStatus, 2, 9, legStatus === 'failed' ? { sipCode: 404 } : {}))
    const call = foldCall({ direction: 'outbound', userId: 'u1', legs: [agentUp, outside], commands: [] })
    expect(call).toMatchObject({ status, outcome, failureCode, durationS: 0 })
  })

  test('out: given up before the callee was dialled', () => {
    const call = foldCall({ direction: 'outbound', userId: 'u1', legs: [agentUp], commands: [command('hang-up', 1)] })
    expect(call).toMatchObject({ status: 'canceled', outcome: 'canceled', endedBy: 'agent', endedAt: T0 + 1000 })
  })

  test('in: rings, is taken by the agent who answered, is missed when nobody did', () => {
    const caller = leg('CA1', 'outside', callback('ringing', 0, 0))
    const lost = leg('CA2', 'agent', callback('ringing', 1, 1, { userId: 'u1' }), callback('canceled', 2, 6))
    const taken = leg('CA3', 'agent', callback('in-progress', 2, 6, { userId: 'u2' }))
    expect(foldCall({ direction: 'inbound', userId: null, legs: [caller, lost], commands: [] }).status).toBe('ringing')
    expect(foldCall({ direction: 'inbound', userId: null, legs: [caller, lost, taken], commands: [] })).toMatchObject({
      status: 'in-progress',
      userId: 'u2',
      answeredAt: T0 + 6000,
    })
    const gone = leg('CA1', 'outside', callback('completed', 0, 20))
    expect(foldCall({ direction: 'inbound', userId: null, legs: [gone, lost], commands: [] })).toMatchObject({
      status: 'no-answer',
      outcome: 'missed',
      durationS: 0,
    })
    expect(foldCall({ direction: 'inbound', userId: null, legs: [gone, lost, taken], commands: [] })).toMatchObject({
      status: 'completed',
      outcome: 'completed',
      durationS: 14,
    })
  })

  test.each([
    ['the caller hung up while a phone rang', ['canceled', 'canceled'], [], 'other'],
    ['the caller hung up after one agent declined', ['canceled', 'canceled'], ['u1'], 'other'],
    ['nobody took it while it rang', ['no-answer', 'no-answer'], [], 'carrier'],
    ['one phone rang out, the other was declined', ['no-answer', 'canceled'], ['u2'], 'carrier'],
    ['everybody declined', ['canceled', 'canceled'], ['u1', 'u2'], 'carrier'],
    ['nobody was there', [], [], 'carrier'],
  ] as const)('in, missed: %s', (_, statuses, declined, endedBy) => {
    const gone = leg('CA1', 'outside', callback('completed', 0, 20))
    const rung = statuses.map((status, nth) =>
      leg(`CA${nth + 2}`, 'agent', callback('ringing', 1, 1, { userId: `u${nth + 1}` }), callback(status, 2, 20)),
    )
    const commands = declined.map((userId) => ({
      ...command('decline', 5),
      command: { type: 'decline', userId } as const,
    }))
    const call = foldCall({ direction: 'inbound', userId: null, legs: [gone, ...rung], commands })
    expect(call).toMatchObject({ outcome: 'missed', endedBy })
  })
})

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  )
}
