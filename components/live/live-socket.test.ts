import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keysTouchedBy } from './keys.ts'
import { openLiveSocket, readFrame } from './live-socket.ts'

/** A socket whose server is the test. */
class FakeSocket {
  static all: FakeSocket[] = []
  onopen: () => void = () => undefined
  onmessage: (message: { data: string }) => void = () => undefined
  onclose: (close: { code: number }) => void = () => undefined
  sent: string[] = []
  readonly url: string
  constructor(url: string) {
    this.url = url
    FakeSocket.all.push(this)
  }
  send(text: string) {
    this.sent.push(text)
  }
  close(code = 1000) {
    this.onclose({ code })
  }
  say(frame: object) {
    this.onmessage({ data: JSON.stringify(frame) })
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  FakeSocket.all = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function setUp() {
  const told: string[] = []
  let tickets = 0
  const end = openLiveSocket({
    url: 'ws://live.test/live',
    takeTicket: async () => `ticket-${++tickets}`,
    onReady: () => told.push('ready'),
    onDown: () => told.push('down'),
    onEvent: (type) => told.push(type),
  })
  await vi.advanceTimersByTimeAsync(0)
  FakeSocket.all[0]?.onopen()
  return { told, end, socket: () => FakeSocket.all.at(-1)! }
}

test('the ticket goes in the first frame, events are told, pings are answered', async () => {
  const { told, socket } = await setUp()
  socket().say({ type: 'ready' })
  socket().say({ type: 'event', event: { type: 'call.changed', callId: '1' } })
  socket().say({ type: 'ping' })
  expect(socket().sent).toEqual(['{"type":"ticket","ticket":"ticket-1"}', '{"type":"pong"}'])
  expect(told).toEqual(['ready', 'call.changed'])
})

test('a lost socket comes back with a new ticket, later each time until it is ready', async () => {
  const { told, socket } = await setUp()
  socket().close(1006)
  expect(told).toEqual(['down'])
  await vi.advanceTimersByTimeAsync(500)
  expect(FakeSocket.all).toHaveLength(2)
  socket().onopen()
  expect(socket().sent).toEqual(['{"type":"ticket","ticket":"ticket-2"}'])
  socket().close(1006)
  await vi.advanceTimersByTimeAsync(499)
  expect(FakeSocket.all).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(501)
  expect(FakeSocket.all).toHaveLength(3)
})

test('a socket that says nothing is dead', async () => {
  const { told, socket } = await setUp()
  socket().say({ type: 'ready' })
  await vi.advanceTimersByTimeAsync(24_000)
  socket().say({ type: 'ping' })
  await vi.advanceTimersByTimeAsync(24_000)
  expect(told).toEqual(['ready'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual(['ready', 'down'])
})

test('once ended it stays ended', async () => {
  const { told, end } = await setUp()
  end()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(FakeSocket.all).toHaveLength(1)
  expect(told).toEqual([])
})

test('no text of the server breaks the reader', () => {
  expect(readFrame('{"type":"event","event":{"type":"call.changed"}}')).toEqual({
    type: 'event',
    event: { type: 'call.changed' },
  })
  for (const text of ['', 'null', '[]', '{"type":"event"}', '{"type":"event","event":null}', '{"type":"other"}']) {
    expect(readFrame(text)).toBeNull()
  }
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readFrame(text)))
})

test('an event makes the keys of what it changed old', () => {
  const touched = keysTouchedBy('call.changed')
  expect(['/api/phone/calls', '/api/calls?page=2&limit=25', '/api/phone/settings', null].map(touched)).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(keysTouchedBy('toString')('/api/phone/calls')).toBe(false)
})
