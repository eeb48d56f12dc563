import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { DirectSocket } from '#lib/media/direct-socket.ts'
import type { StartFrame } from '#lib/media/stream-frames.ts'
import { type CarrierListener, CarrierSocket, type StreamEnd } from './carrier-socket.ts'

const SID = `MZ${'0a'.repeat(16)}`

class Wire extends EventEmitter {
  bufferedAmount = 0
  sent: string[] = []
  pings = 0
  closedWith: number | undefined
  isCut = false
  sendAscii(text: string): void {
    this.sent.push(text)
  }
  ping(): void {
    this.pings += 1
  }
  close(code: number): void {
    this.closedWith ??= code
  }
  terminate(): void {
    this.isCut = true
  }
}

class Told implements CarrierListener {
  sounds: string[] = []
  words: string[] = []
  started({ callSid }: StartFrame): void {
    this.words.push(`start ${callSid}`)
  }
  media(track: string, payload: string): void {
    this.sounds.push(`${track} ${payload}`)
  }
  marked(name: string): void {
    this.words.push(`mark ${name}`)
  }
  digit(digit: string): void {
    this.words.push(`digit ${digit}`)
  }
  over(end: StreamEnd): void {
    this.words.push(end)
  }
}

function connect() {
  const wire = new Wire()
  const told = new Told()
  const openedAt = Math.floor(performance.now())
  const socket = new CarrierSocket(wire as unknown as DirectSocket, told, openedAt)
  const send = (frame: unknown) =>
    wire.emit('message', Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)), false)
  return { wire, told, socket, send, openedAt }
}

const CONNECTED = { event: 'connected', protocol: 'Call', version: '1.0.0' }
const START = {
  event: 'start',
  sequenceNumber: '1',
  start: {
    ...{ accountSid: 'AC1', streamSid: SID, callSid: 'CA1', tracks: ['inbound'] },
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
  },
  streamSid: SID,
}
const media = (sequence: number, streamSid = SID) => ({
  event: 'media',
  sequenceNumber: String(sequence),
  media: { track: 'inbound', chunk: '1', timestamp: '1', payload: 'AAAA' },
  streamSid,
})

function started() {
  const all = connect()
  all.send(CONNECTED)
  all.send(START)
  return all
}

test('three hundred frames at once pass, a hundred and fifty a second after them; the rest is counted, the call lives (M10)', () => {
  const { told, socket, send, openedAt, wire } = started()
  for (let at = 0; at < 2000; at++) send(media(at))
  expect([told.sounds.length, socket.dropped]).toEqual([300, 1700])
  socket.tick(openedAt + 1000)
  for (let at = 2000; at < 4000; at++) send(media(at))
  expect(told.sounds).toHaveLength(450)
  expect(wire.closedWith).toBeUndefined()
})

test('a frame that comes twice or is of another stream is dropped, a gap in the numbers is not (M10)', () => {
  const { told, socket, send } = started()
  for (const frame of [media(5), media(5), media(900), media(6, `MZ${'1'.repeat(32)}`)]) send(frame)
  expect(told.sounds).toHaveLength(2)
  expect(socket.dropped).toBe(2)
})

test('sound that waited while this process stood still is not passed on, what came after it is (M19)', () => {
  const { told, socket, send } = started()
  send(media(5))
  socket.skip(20_000, performance.now())
  for (const sequence of [6, 500, 994, 995, 1006]) send(media(sequence))
  expect([told.sounds.length, socket.dropped]).toEqual([3, 3])
})

test('numbers that do not grow as sound does keep nobody silent for long (M19)', () => {
  const { told, socket, send } = started()
  send(media(5))
  socket.skip(20_000, performance.now() - 5_000)
  send(media(6))
  expect(told.sounds).toHaveLength(2)
})

test('a process that stood still cuts nobody whose word waited meanwhile, only who goes on to say nothing (M19)', () => {
  const waiting = connect()
  waiting.socket.skip(40_000, waiting.openedAt + 40_000)
  waiting.socket.tick(waiting.openedAt + 40_000)
  for (const frame of [CONNECTED, START]) waiting.send(frame)
  expect(waiting.told.words).toEqual(['start CA1'])

  const silent = connect()
  silent.socket.skip(40_000, silent.openedAt + 40_000)
  silent.socket.tick(silent.openedAt + 45_100)
  expect(silent.wire.closedWith).toBe(1008)
})

test.each([
  ['a second start', [CONNECTED, START, START]],
  ['connected twice', [CONNECTED, CONNECTED]],
  ['a start before connected', [START]],
  ['sound before the start', [CONNECTED, media(1)]],
  ['a mark before the start', [CONNECTED, { event: 'mark', mark: { name: 'x' } }]],
  ['no JSON', ['{']],
  ['an array', [[]]],
  ['null', [null]],
])('%s is refused, once (M3)', (_, frames) => {
  const { told, wire, send } = connect()
  for (const frame of [...frames, CONNECTED, START]) send(frame)
  wire.emit('close', 1006)
  expect(wire.closedWith).toBe(1008)
  expect(told.words.filter((word) => word === 'refused')).toHaveLength(1)
  expect(told.words.at(-1)).toBe('refused')
})

test('stop ends it once, whatever follows (M3)', () => {
  const { told, wire, send } = started()
  send({ event: 'dtmf', dtmf: { digit: '#' } })
  send({ event: 'mark', mark: { name: 'm1' } })
  send({ event: 'weather' })
  for (const frame of [{ event: 'stop' }, { event: 'stop' }, media(9)]) send(frame)
  wire.emit('close', 1000)
  expect(told.words).toEqual(['start CA1', 'digit #', 'mark m1', 'stopped'])
  expect(wire.closedWith).toBe(1000)
})

test('five seconds without a start, or thirty without a sound, and it is gone; in between it is pinged (M2)', () => {
  const late = connect()
  late.socket.tick(late.openedAt + 4_900)
  expect(late.wire.closedWith).toBeUndefined()
  late.socket.tick(late.openedAt + 5_100)
  expect([late.wire.closedWith, late.told.words]).toEqual([1008, ['refused']])

  const silent = started()
  silent.socket.tick(silent.openedAt + 20_500)
  expect([silent.wire.pings, silent.wire.isCut]).toEqual([1, false])
  silent.socket.tick(silent.openedAt + 60_000)
  expect([silent.wire.isCut, silent.told.words.at(-1)]).toEqual([true, 'lost'])
})

test('what is said before the start goes nowhere; after it, in order, and a clear drops what waits here (M11)', () => {
  const { wire, socket, send } = connect()
  socket.media('AAAA')
  socket.mark('m')
  socket.clear()
  expect(wire.sent).toEqual([])
  send(CONNECTED)
  send(START)
  socket.media('AAAA')
  wire.bufferedAmount = 1e6
  socket.media('BBBB')
  socket.mark('m1')
  socket.clear()
  wire.bufferedAmount = 0
  socket.tick(performance.now())
  expect(wire.sent.map((text) => (JSON.parse(text) as { event: string }).event)).toEqual(['media', 'mark', 'clear'])
})
