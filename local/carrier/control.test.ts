import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { toneRatio } from '#lib/media/goertzel.ts'
import { Tone } from '#lib/media/tone.ts'
import { decodeWav, encodeWav } from '#lib/media/wav.ts'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'

vi.setConfig({ testTimeout: 20_000 })

let carrier: TestCarrier
const OURS = '+442079460111'
const PHONE = '+442079460958'
const path = `/phones/${encodeURIComponent(PHONE)}`

beforeAll(async () => {
  carrier = await startTestCarrier()
  const voiceUrl = carrier.app.answers('/phone', '<Response><Say>Hello</Say><Pause length="60"/></Response>')
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS, friendlyName: 'Emergency', voiceUrl })
})
afterAll(() => carrier.close())

const state = (sid: string, wanted: string) =>
  until(`the call to be ${wanted}`, async () => {
    const call = await carrier.control('GET', `/calls/${sid}`)
    return call.state === wanted && call
  })

test('a phone dials in, hears what is said to it, and hangs up', async () => {
  const { callSid } = await carrier.control('POST', '/calls', { from: PHONE, to: OURS })
  const call = await until('the text', async () => {
    const now = await carrier.control('GET', `/calls/${callSid}`)
    return now.said.length > 0 && now.heard.speechFrames > 0 && now
  })
  expect(call).toEqual({
    callSid,
    number: PHONE,
    direction: 'out',
    state: 'answered',
    ringingAt: expect.any(Number),
    answeredAt: expect.any(Number),
    endedAt: null,
    endReason: null,
    digits: '',
    heard: { frames: expect.any(Number), speechFrames: expect.any(Number), rmsDb: expect.any(Number) },
    said: ['Hello'],
  })
  const wav = await fetch(`${carrier.url}/control/calls/${callSid}/heard.wav?ms=100`)
  expect(decodeWav(Buffer.from(await wav.arrayBuffer())).length).toBeGreaterThan(0)
  expect((await carrier.control('POST', `/calls/${callSid}/hangup`)).endReason).toBe('phone')
  const again = await carrier.control('POST', `/calls/${callSid}/hangup`)
  expect(again.error.code).toBe('call_over')
  const { entries } = await carrier.control('GET', '/log')
  expect(entries).toContainEqual({ at: expect.any(Number), event: 'say', callSid, text: 'Hello' })
  expect(entries).toContainEqual(expect.objectContaining({ event: 'webhook', callSid, status: 200, method: 'POST' }))
})

test('a phone that waits to be answered says what it is told, in one room with another', async () => {
  const wavBase64 = encodeWav(new Tone(700).pcm(8000 * 3)).toString('base64')
  expect(await carrier.control('PUT', path, { answer: 'manual', play: { wavBase64 } })).toMatchObject({ afterMs: 1000 })
  await carrier.control('PUT', `/phones/${encodeURIComponent('+442079460959')}`, { afterMs: 0 })
  const room = carrier.client.conferences('room')
  const one = await room.participants.create({ to: PHONE, from: OURS })
  const two = await room.participants.create({ to: '+442079460959', from: OURS })
  await state(two.callSid, 'answered')
  expect((await carrier.control('GET', path)).calls[0]).toMatchObject({ callSid: one.callSid, state: 'ringing' })
  await carrier.control('POST', `/calls/${one.callSid}/answer`)
  const heard = (hz: number) =>
    until(
      `${hz} Hz`,
      async () => (await carrier.control('GET', `/calls/${two.callSid}/heard?hz=${hz}&ms=300`)).ratio > 0.9,
    )
  await heard(700)
  await carrier.control('POST', `/calls/${one.callSid}/play`, { toneHz: 1200 })
  await heard(1200)
  await carrier.control('POST', `/calls/${one.callSid}/digits`, { digits: '12#' })
  expect((await carrier.control('GET', `/calls/${two.callSid}`)).digits).toBe('12#')
  const wav = await fetch(`${carrier.url}/control/calls/${two.callSid}/heard.wav?ms=300`)
  expect(toneRatio(decodeWav(Buffer.from(await wav.arrayBuffer())), 1200)).toBeGreaterThan(0.9)
})

test('what is not right is refused with a reason', async () => {
  const code = async (method: string, to: string, body?: unknown) =>
    (await carrier.control(method, to, body)).error.code
  expect(await code('PUT', '/phones/0207946', {})).toBe('invalid_input')
  expect(await code('PUT', path, { answer: 'maybe' })).toBe('invalid_input')
  expect(await code('PUT', path, { play: { wavBase64: 'AAAA' } })).toBe('invalid_input')
  expect(await code('POST', '/calls', { from: PHONE, to: '+442079460199' })).toBe('number_not_possible')
  expect(await code('GET', '/calls/CA1')).toBe('not_found')
  expect(await code('GET', '/nothing')).toBe('not_found')
  const page = await fetch(`${carrier.url}/control/log`, { headers: { 'sec-fetch-site': 'cross-site' } })
  expect(page.status).toBe(403)
})

test('everything is forgotten but what accounts own', async () => {
  const { callSid } = await carrier.control('POST', '/calls', { from: PHONE, to: OURS })
  await state(callSid, 'answered')
  await carrier.control('DELETE', '')
  expect((await carrier.client.calls(callSid).fetch()).status).toBe('completed')
  expect(await carrier.control('GET', path)).toEqual({
    script: { answer: 'auto', afterMs: 1000, play: { sound: 'greeting' }, echoMs: 1000 },
    calls: [],
  })
  expect(await carrier.control('GET', '/calls')).toEqual({ calls: [] })
  expect(await carrier.control('GET', '/numbers')).toEqual({ numbers: [{ number: OURS, name: 'Emergency' }] })
})
