import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NEW_PHONE, type Phone, type PhoneEvent, phoneState } from './phone.ts'
import { reducePhone } from './reduce-phone.ts'
import type { CallRow } from './wire.ts'

const LINE = { number: '+442079460111', label: 'Emergency' }
const THEM = '+442079460958'

const row = (change: Partial<CallRow> = {}): CallRow => ({
  id: 'call-1',
  direction: 'outbound',
  status: 'ringing',
  outcome: null,
  endedBy: null,
  failureCode: null,
  otherParty: THEM,
  otherPartyName: null,
  line: LINE,
  startedAt: '2026-11-20T10:00:00Z',
  answeredAt: null,
  endedAt: null,
  recording: null,
  mine: { status: 'in-progress', callSid: 'CA1' },
  agentName: null,
  alsoRinging: [],
  ...change,
})
const ANSWERED = row({ answeredAt: '2026-11-20T10:00:05Z' })
const ENDED = row({ answeredAt: '2026-11-20T10:00:05Z', endedAt: '2026-11-20T10:01:00Z', endedBy: 'other' })

const after = (...events: PhoneEvent[]): Phone => events.reduce(reducePhone, NEW_PHONE)
const rows = (...list: CallRow[]): PhoneEvent => ({ type: 'rows', rows: list, now: 1000 })

const READY: PhoneEvent = { type: 'link', to: 'ready' }
const RING: PhoneEvent = { type: 'ring', leg: 'in-1', callId: 'call-1', from: THEM, line: LINE, endsAt: null }
const DIALLED: PhoneEvent[] = [
  READY,
  { type: 'dial', key: 'k1', party: THEM, line: LINE },
  { type: 'placed', key: 'k1', callId: 'call-1' },
  { type: 'connected', key: 'k1', leg: 'out-1' },
]

test('a dialled call opens only when the ledger says they answered', () => {
  expect(phoneState(after(...DIALLED))).toBe('dialing')
  expect(phoneState(after(...DIALLED, { type: 'leg-up', leg: 'out-1' }))).toBe('dialing')
  expect(phoneState(after(...DIALLED, rows(row())))).toBe('dialing')
  const open = after(...DIALLED, rows(ANSWERED))
  expect(phoneState(open)).toBe('open')
  expect(open.call?.openedAt).toBe(1000)
})

test('an answered ring opens with the ledger too', () => {
  const taken = after(READY, RING, { type: 'leg-up', leg: 'in-1' })
  expect(phoneState(taken)).toBe('incoming')
  expect(taken.rings).toEqual([])
  expect(phoneState(reducePhone(taken, rows(ANSWERED)))).toBe('open')
})

test('every state of the phone has a way in', () => {
  expect(phoneState(NEW_PHONE)).toBe('offline')
  expect(phoneState(after(READY))).toBe('idle')
  expect(phoneState(after(READY, RING))).toBe('incoming')
  expect(phoneState(after(...DIALLED, { type: 'leg-reconnecting', leg: 'out-1' }))).toBe('reconnecting')
})

test('the end of a call stays readable until it is put away, and does not come back', () => {
  const ended = after(...DIALLED, rows(ANSWERED), { type: 'leg-down', leg: 'out-1', code: null }, rows(ENDED))
  expect(phoneState(ended)).toBe('idle')
  expect(ended.ended?.row?.endedBy).toBe('other')
  const lost = row({ ...ENDED, endedBy: 'lost' })
  const away = reducePhone(reducePhone(ended, { type: 'dismiss' }), rows(lost))
  expect(away.ended).toBeNull()
})

test('the ledger ends a call though its leg still lives', () => {
  const phone = after(...DIALLED, rows(ANSWERED), rows(ENDED))
  expect(phone.call).toBeNull()
  expect(phone.ended?.row).toEqual(ENDED)
})

test('after a reload the call that the reload cut off is told', () => {
  const phone = after(READY, rows(row({ ...ENDED, endedBy: 'lost' })))
  expect(phone.ended).toMatchObject({ callId: 'call-1', party: THEM })
  expect(after(READY, rows(ENDED)).ended).toBeNull()
})

test('a ring that stops unanswered is told, a declined one is not', () => {
  expect(after(READY, RING, { type: 'ring-over', leg: 'in-1', declined: false }).ended?.unanswered).toBe(true)
  expect(after(READY, RING, { type: 'ring-over', leg: 'in-1', declined: true }).ended).toBeNull()
})

test('mute and hang up are pending until the device says so', () => {
  const pressed = after(...DIALLED, { type: 'mute-pressed', leg: 'out-1' })
  expect(pressed.call).toMatchObject({ muted: false, pendingMute: true })
  const muted = reducePhone(pressed, { type: 'leg-muted', leg: 'out-1', muted: true })
  expect(muted.call).toMatchObject({ muted: true, pendingMute: false })
  expect(reducePhone(muted, { type: 'hang-up-pressed', key: 'k1' }).call?.pendingHangUp).toBe(true)
})

test('talking is noticed only while muted', () => {
  const talking: PhoneEvent = { type: 'leg-talking-muted', leg: 'out-1', talking: true }
  expect(after(...DIALLED, talking).call?.talkingMuted).toBe(false)
  const muted = after(...DIALLED, { type: 'leg-muted', leg: 'out-1', muted: true }, talking)
  expect(muted.call?.talkingMuted).toBe(true)
  expect(reducePhone(muted, { type: 'leg-muted', leg: 'out-1', muted: false }).call?.talkingMuted).toBe(false)
})

test('after a call whose connection suffered the sound is asked about, once', () => {
  const poor: PhoneEvent = { type: 'leg-quality', leg: 'out-1', quality: 'poor' }
  const good: PhoneEvent = { type: 'leg-quality', leg: 'out-1', quality: 'good' }
  const down: PhoneEvent = { type: 'leg-down', leg: 'out-1', code: null }
  expect(after(...DIALLED, rows(ANSWERED), good, down).ended?.askSoundOf).toBeNull()
  expect(after(...DIALLED, poor, down).ended?.askSoundOf).toBeNull()
  const asked = after(...DIALLED, rows(ANSWERED), poor, good, down)
  expect(asked.ended?.askSoundOf).toBe('out-1')
  expect(reducePhone(asked, { type: 'sound-rated' }).ended?.askSoundOf).toBeNull()
})

test('a refused attempt leaves the reason', () => {
  const problem = { code: 'number_blocked', message: 'Calls to Cuba are switched off.', action: null }
  const phone = after(READY, DIALLED[1]!, { type: 'not-placed', key: 'k1', problem })
  expect(phone).toMatchObject({ call: null, problem })
})

test('events of a leg that is over change nothing', () => {
  const phone = after(...DIALLED, { type: 'leg-down', leg: 'out-1', code: null })
  for (const event of anyOf('out-1', 'k1')) expect(reducePhone(phone, event)).toBe(phone)
})

const anyOf = (leg: string, key: string): PhoneEvent[] => [
  { type: 'leg-up', leg },
  { type: 'leg-reconnecting', leg },
  { type: 'leg-reconnected', leg },
  { type: 'leg-quality', leg, quality: 'poor' },
  { type: 'leg-muted', leg, muted: true },
  { type: 'leg-down', leg, code: '53000' },
  { type: 'mute-pressed', leg },
  { type: 'digit', leg, digit: '1' },
  { type: 'ring-pressed', leg, what: 'answer' },
  { type: 'ring-kept', leg },
  { type: 'ring-silenced', leg },
  { type: 'ring-over', leg, declined: false },
  { type: 'placed', key, callId: 'call-1' },
  { type: 'connected', key, leg },
  { type: 'not-placed', key, problem: null },
  { type: 'hang-up-pressed', key },
]

test('no order of events leads into a state without a way out, and open always has the word of the ledger', () => {
  const legs = fc.constantFrom('a', 'b', 'c')
  const keys = fc.constantFrom('k1', 'k2')
  const anyRow = fc.record({ call: fc.constantFrom('call-1', 'call-2'), answered: fc.boolean(), ended: fc.boolean() })
  const toRow = ({ call, answered, ended }: { call: string; answered: boolean; ended: boolean }) =>
    row({ id: call, answeredAt: answered ? ANSWERED.answeredAt : null, endedAt: ended ? ENDED.endedAt : null })
  const event: fc.Arbitrary<PhoneEvent> = fc.oneof(
    fc.constantFrom('starting', 'ready', 'down').map((to) => ({ type: 'link', to }) as PhoneEvent),
    fc
      .tuple(legs, fc.constantFrom('call-1', 'call-2'))
      .map(([leg, callId]) => ({ ...RING, leg, callId }) as PhoneEvent),
    keys.map((key): PhoneEvent => ({ type: 'dial', key, party: THEM, line: LINE })),
    fc.array(anyRow, { maxLength: 2 }).map((list) => rows(...list.map(toRow))),
    fc.constant<PhoneEvent>({ type: 'dismiss' }),
    fc.tuple(legs, keys).chain(([leg, key]) => fc.constantFrom(...anyOf(leg, key))),
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const told = new Set<string>()
      let phone = NEW_PHONE
      for (const each of events) {
        if (each.type === 'rows') for (const { id, answeredAt } of each.rows) if (answeredAt) told.add(id)
        phone = reducePhone(phone, each)
        if (phoneState(phone) === 'open') expect(told.has(phone.call?.callId ?? '')).toBe(true)
      }
      expect(phoneState(wayOut(phone))).toBe('idle')
    }),
    { numRuns: 1000 },
  )
})

/** All legs end and the link comes up: what the world does to any phone sooner or later. */
function wayOut(phone: Phone): Phone {
  const { call } = phone
  let next = phone
  if (call) {
    const end: PhoneEvent = call.leg
      ? { type: 'leg-down', leg: call.leg, code: null }
      : { type: 'not-placed', key: call.key, problem: null }
    next = reducePhone(next, end)
  }
  for (const { leg } of next.rings) next = reducePhone(next, { type: 'ring-over', leg, declined: false })
  return reducePhone(next, READY)
}
