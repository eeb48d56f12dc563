import { expect, test, vi } from 'vitest'
import { phoneState } from './phone.ts'
import { createPhoneStore, type PhoneApi } from './phone-store.ts'
import { DeviceError, type DeviceEvent, type VoiceDevice } from './voice-device.ts'
import type { CallRow, Placed } from './wire.ts'

const LINE = { number: '+442079460111', label: 'Emergency' }
const THEM = '+442079460958'

/** A device that writes down what it is told, and a hand that lets events happen on it. */
function setUp(change: Partial<VoiceDevice> = {}, apiChange: Partial<PhoneApi> = {}) {
  const done: string[] = []
  let tell: (event: DeviceEvent) => void = () => undefined
  const note =
    (what: string) =>
    (...args: unknown[]) =>
      void done.push([what, ...args].join(' '))
  const device: VoiceDevice = {
    start: note('start'),
    readyMicrophone: async () => note('microphone')(),
    mayHear: () => false,
    connect: async (attemptId) => {
      note('connect')(attemptId)
      return 'leg-1'
    },
    answer: async (leg) => note('answer')(leg),
    ...{
      decline: note('decline'),
      hangUp: note('hangUp'),
      mute: note('mute'),
      sendDigit: note('digit'),
      useSound: note('sound'),
      rateSound: note('rate'),
    },
    subscribe: (listener) => {
      tell = listener
      return () => undefined
    },
    subscribeLevels: () => () => undefined,
    destroy: note('destroy'),
    ...change,
  }
  const api: PhoneApi = {
    place: async (to, from) => {
      note('place')(to, from)
      return { attemptId: 'attempt-1', callId: 'call-1', to, from }
    },
    join: async (path) => {
      note('join')(path)
      return { attemptId: 'conversation-1', callId: 'call-1', to: THEM, from: LINE.number }
    },
    hangUp: async (callId) => note('POST hang-up')(callId),
    decline: async (callId) => note('POST decline')(callId),
    reportQuality: async ({ minute }) => note('POST quality')(minute),
    ...apiChange,
  }
  const onNews = vi.fn()
  const store = createPhoneStore({ device, api, onNews, now: () => 5000 })
  tell({ type: 'link', to: 'ready' })
  return { store, done, onNews, tell: (event: DeviceEvent) => tell(event) }
}

const row = (change: Partial<CallRow>): CallRow => ({
  ...{ id: 'call-1', direction: 'outbound', status: 'ringing', outcome: null, endedBy: null, failureCode: null },
  ...{ otherParty: THEM, otherPartyName: null, line: LINE, startedAt: '2026-11-20T10:00:00Z' },
  ...{ answeredAt: null, endedAt: null, mine: null, recording: null, agentName: null, alsoRinging: [] },
  ...change,
})
const RING = { type: 'ring', leg: 'in-1', callId: 'call-2', from: THEM, line: LINE, endsAt: null } as const

test('a call is placed once the microphone is ready, and opens by the ledger', async () => {
  const { store, done } = setUp()
  await store.dial(THEM, LINE)
  expect(done).toEqual(['start', 'microphone', `place ${THEM} ${LINE.number}`, 'connect attempt-1'])
  expect(phoneState(store.get())).toBe('dialing')
  store.read([row({ answeredAt: '2026-11-20T10:00:05Z' })])
  expect(store.get().call?.openedAt).toBe(5000)
})

test('a blocked microphone dials nothing and says why', async () => {
  const refused = async () => {
    throw new DeviceError('31401', 'blocked')
  }
  const { store, done } = setUp({ readyMicrophone: refused })
  await store.dial(THEM, LINE)
  expect(done).toEqual(['start'])
  expect(store.get()).toMatchObject({ call: null, problem: { code: '31401' } })
})

test('what the server refuses is told in its words', async () => {
  const blocked = Object.assign(new Error('Calls to Cuba are switched off.'), {
    code: 'number_blocked',
    action: 'Ask.',
  })
  const { store } = setUp({}, { place: () => Promise.reject(blocked) })
  await store.dial(THEM, LINE)
  expect(store.get().problem).toEqual({ code: 'number_blocked', message: blocked.message, action: 'Ask.' })
})

test('a call given up while it is being placed is hung up on the server and never connected', async () => {
  let placed: (value: Placed) => void = () => undefined
  const slow = () => new Promise<Placed>((resolve) => (placed = resolve))
  const { store, done } = setUp({}, { place: slow })
  const dialling = store.dial(THEM, LINE)
  await vi.waitFor(() => expect(done).toContain('microphone'))
  await Promise.resolve()
  await store.hangUp()
  placed({ attemptId: 'attempt-1', callId: 'call-1', to: THEM, from: LINE.number })
  await dialling
  expect(done).toEqual(['start', 'microphone', 'POST hang-up call-1'])
  expect(store.get()).toMatchObject({ call: null, ended: { hungUp: true } })
})

test('a leg that cannot be connected takes its call with it', async () => {
  const refused = async () => {
    throw new DeviceError('53000', 'no answer')
  }
  const { store, done } = setUp({ connect: refused })
  await store.dial(THEM, LINE)
  expect(done.at(-1)).toBe('POST hang-up call-1')
  expect(store.get()).toMatchObject({ call: null, problem: { code: '53000' } })
})

test('hang up is the verb first, then the leg, and both though the verb fails', async () => {
  const { store, done } = setUp()
  await store.dial(THEM, LINE)
  await store.hangUp()
  expect(done.slice(-2)).toEqual(['POST hang-up call-1', 'hangUp leg-1'])
  const failing = setUp({}, { hangUp: () => Promise.reject(new DeviceError('network', 'down')) })
  await failing.store.dial(THEM, LINE)
  await failing.store.hangUp()
  expect(failing.done.at(-1)).toBe('hangUp leg-1')
  expect(failing.store.get().problem?.code).toBe('network')
})

test('a call the ledger ended lets its leg go', async () => {
  const { store, done } = setUp()
  await store.dial(THEM, LINE)
  store.read([row({ endedAt: '2026-11-20T10:00:09Z', failureCode: 'busy' })])
  expect(done.at(-1)).toBe('hangUp leg-1')
  expect(store.get().ended?.row?.failureCode).toBe('busy')
})

test('answering asks for the microphone; refused, the call keeps ringing', async () => {
  const { store, done, tell } = setUp()
  tell(RING)
  await store.answer()
  expect(done.slice(-2)).toEqual(['microphone', 'answer in-1'])
  const refused = async () => {
    throw new DeviceError('31401', 'blocked')
  }
  const blocked = setUp({ readyMicrophone: refused })
  blocked.tell(RING)
  await blocked.store.answer()
  expect(blocked.store.get()).toMatchObject({ rings: [{ pending: null }], problem: { code: '31401' } })
})

test('decline tells the server, then the device', async () => {
  const { store, done, tell } = setUp()
  tell(RING)
  await store.decline()
  expect(done.slice(-2)).toEqual(['POST decline call-2', 'decline in-1'])
})

test('mute waits for the device, and is not asked twice', async () => {
  const { store, done, tell } = setUp()
  await store.dial(THEM, LINE)
  store.toggleMute()
  store.toggleMute()
  expect(done.filter((what) => what.startsWith('mute'))).toEqual(['mute leg-1 true'])
  expect(store.get().call?.muted).toBe(false)
  tell({ type: 'leg-muted', leg: 'leg-1', muted: true })
  store.toggleMute()
  expect(done.at(-1)).toBe('mute leg-1 false')
})

test('a leg that came or went makes the ledger be read', async () => {
  const { onNews, tell } = setUp()
  onNews.mockClear()
  tell(RING)
  tell({ type: 'ring-over', leg: 'in-1', declined: false })
  expect(onNews).toHaveBeenCalledTimes(2)
})

const TAKE_OVER = '/api/conversations/1/take-over'

test('joins what an assistant does, as it dials', async () => {
  const { store, done } = setUp()
  await store.join(TAKE_OVER, THEM, LINE)
  expect(done).toEqual(['start', 'microphone', `join ${TAKE_OVER}`, 'connect conversation-1'])
  expect(store.get().call).toMatchObject({ party: THEM, leg: 'leg-1', callId: 'call-1' })
})

test('an assistant is silenced before a microphone that may be had is there, and before anything is shown', async () => {
  const { store, done } = setUp({ mayHear: () => true })
  store.subscribe(() => done.push('shown'))
  await store.join(TAKE_OVER, THEM, LINE)
  const [, ...steps] = done
  expect(steps.slice(0, 3)).toEqual([`join ${TAKE_OVER}`, 'shown', 'microphone'])
  expect(steps.filter((step) => step.startsWith('join'))).toHaveLength(1)
  expect(store.get().call).toMatchObject({ party: THEM, leg: 'leg-1', callId: 'call-1' })
})

test('what was joined is left again when the microphone cannot be had after all', async () => {
  const inUse = async () => {
    throw new DeviceError('31402', 'in use')
  }
  const { store, done } = setUp({ mayHear: () => true, readyMicrophone: inUse })
  await store.join(TAKE_OVER, THEM, LINE)
  expect(done).toEqual(['start', `join ${TAKE_OVER}`, 'POST hang-up call-1'])
  expect(store.get()).toMatchObject({ call: null, problem: { code: '31402' } })
})

test('what cannot be joined says why', async () => {
  const refused = async () => {
    throw Object.assign(new Error('Somebody was faster'), { code: 'call_over' })
  }
  for (const mayHear of [true, false]) {
    const { store, done } = setUp({ mayHear: () => mayHear }, { join: refused })
    await store.join(TAKE_OVER, THEM, LINE)
    expect(done.filter((step) => step.startsWith('POST') || step.startsWith('connect'))).toEqual([])
    expect(store.get()).toMatchObject({ call: null, problem: { code: 'call_over' } })
  }
})
