import { type AddressInfo, createServer } from 'node:net'
import twilio from 'twilio'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { encodeWav } from '#lib/media/wav.ts'
import { until } from '../test-carrier.ts'
import { Stage } from '../twiml/test-stage.ts'
import { StreamApplication, type StreamEnd } from './test-application.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 20_000 })

let stage: Stage
const sockets = new StreamApplication()
beforeAll(async () => {
  stage = await Stage.open()
  await sockets.start()
})
afterAll(async () => {
  await stage.close()
  sockets.stop()
})

const stream = (path = '/media', attributes = '', inside = '') =>
  `<Stream url="ws://${sockets.address}${path}" statusCallback="/stream" ${attributes}>${inside}</Stream>`
const connect = (...args: Parameters<typeof stream>) =>
  `<Connect>${stream(...args)}</Connect><Say>After</Say><Pause length="60"/>`
const status = (callSid: string, StreamEvent: string) =>
  stage.carrier.app.got('/stream', { CallSid: callSid, StreamEvent })
/** Mu-law of a tone, base64. */
const tone = (hz: number, ms: number) => {
  const source = new Tone(hz)
  return Buffer.concat(Array.from({ length: ms / 20 }, () => source.frame())).toString('base64')
}
const ratio = (sound: Uint8Array, hz: number) => toneRatio(decodeMulaw(sound.subarray(-1600)), hz)
const marksOf = (end: StreamEnd) => end.of('mark').map(({ mark }) => mark.name)
const hears = (sid: string, hz: number) => stage.hears(sid, hz)

describe('<Connect><Stream>', () => {
  test('an application that says back what it hears is heard by the phone', async () => {
    const inside = '<Parameter name="callId" value="c 1"/><Parameter name="role" value="caller"/>'
    const sid = await stage.call(connect('/echo', 'name="assistant"', inside), { toneHz: 900 })
    const end = await sockets.streamOf(sid)
    await hears(sid, 900)
    const [connected, first, second] = end.messages
    expect(connected).toEqual({ event: 'connected', protocol: 'Call', version: '1.0.0' })
    expect(first).toEqual({
      event: 'start',
      sequenceNumber: '1',
      start: {
        accountSid: stage.carrier.account.sid,
        streamSid: end.streamSid,
        callSid: sid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { callId: 'c 1', role: 'caller' },
      },
      streamSid: end.streamSid,
    })
    expect(second).toEqual({
      event: 'media',
      sequenceNumber: '2',
      media: { track: 'inbound', chunk: '1', timestamp: expect.stringMatching(/^\d+$/), payload: expect.any(String) },
      streamSid: end.streamSid,
    })
    expect(Buffer.from(second!.media.payload!, 'base64')).toHaveLength(160)
    const numbers = end.messages.slice(1).map(({ sequenceNumber }) => Number(sequenceNumber))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    const started = await status(sid, 'stream-started')
    expect(started).toMatchObject({ StreamSid: end.streamSid, StreamName: 'assistant' })
    expect(started.Timestamp).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    await stage.hangUp(sid)
  })

  test('the upgrade is signed over the wss form of the URL', async () => {
    const sid = await stage.call(connect())
    const { headers } = await sockets.streamOf(sid)
    const signature = String(headers['x-twilio-signature'])
    const { authToken } = stage.carrier.account
    expect(twilio.validateRequest(authToken, signature, `wss://${sockets.address}/media`, {})).toBe(true)
    await stage.hangUp(sid)
  })

  test('marks come back in order when they are played, at once when nothing waits, and on clear', async () => {
    const sid = await stage.call(connect())
    const end = await sockets.streamOf(sid)
    end.send('mark', { mark: { name: 'at once' } })
    await until('the first mark', () => marksOf(end).length === 1)
    end.send('media', { media: { payload: tone(600, 300) } })
    end.send('mark', { mark: { name: 'a' } })
    end.send('media', { media: { payload: tone(600, 100) } })
    end.send('mark', { mark: { name: 'b' } })
    await until('both marks', () => marksOf(end).length === 3)
    expect(marksOf(end)).toEqual(['at once', 'a', 'b'])
    const [, a, b] = end.of('mark').map((mark) => end.messages.indexOf(mark))
    expect(end.messages.slice(a, b).filter(({ event }) => event === 'media').length).toBeGreaterThanOrEqual(3)

    end.send('media', { media: { payload: tone(1200, 60_000) } })
    end.send('mark', { mark: { name: 'dropped' } })
    await hears(sid, 1200)
    end.send('clear')
    await until('the dropped mark', () => marksOf(end).includes('dropped'))
    await until('silence', async () => {
      return (await stage.carrier.control('GET', `/calls/${sid}/heard?hz=1200&ms=200`)).rmsDb < -60
    })
    await stage.hangUp(sid)
  })

  test('keys are told', async () => {
    const sid = await stage.call(connect())
    const end = await sockets.streamOf(sid)
    await stage.carrier.control('POST', `/calls/${sid}/digits`, { digits: '1#' })
    await until('the keys', () => end.of('dtmf').length === 2)
    expect(end.of('dtmf').map(({ dtmf }) => dtmf)).toEqual([
      { track: 'inbound_track', digit: '1' },
      { track: 'inbound_track', digit: '#' },
    ])
    await stage.hangUp(sid)
  })

  test('the next verb runs when the application closes the socket', async () => {
    const sid = await stage.call(connect())
    const end = await sockets.streamOf(sid)
    end.close()
    await stage.hasSaid(sid, 'After')
    expect(await status(sid, 'stream-stopped')).toMatchObject({ StreamSid: end.streamSid })
    expect(end.of('stop')).toEqual([])
    await stage.hangUp(sid)
  })

  test('a caller who hangs up: stop, and the socket is closed', async () => {
    const sid = await stage.call(connect())
    const end = await sockets.streamOf(sid)
    await stage.hangUp(sid)
    await until('the end', () => end.isClosed)
    const accountSid = stage.carrier.account.sid
    expect(end.messages.at(-1)).toMatchObject({ event: 'stop', stop: { accountSid, callSid: sid } })
    await status(sid, 'stream-stopped')
  })

  test('REST takes the call out of its stream', async () => {
    const sid = await stage.call(connect())
    const end = await sockets.streamOf(sid)
    const other = connect('/media', 'name="again"').replace('"/stream"', `"${stage.carrier.app.base}/stream"`)
    await stage.carrier.client.calls(sid).update({ twiml: `<Response>${other}</Response>` })
    await until('the end', () => end.isClosed && end.of('stop').length === 1)
    const again = await until('a new stream', async () => {
      const latest = await sockets.streamOf(sid)
      return latest !== end && latest
    })
    expect(again.streamSid).not.toBe(end.streamSid)
    expect(stage.exchange.legs.get(sid)?.said).toEqual([])
    await stage.hangUp(sid)
  })

  test.each([
    ['nobody listens', '<Stream url="ws://127.0.0.1:1/media" statusCallback="/stream"/>', '31902'],
    ['a query string', '<Stream url="/media?x=1" statusCallback="/stream"/>', '31923'],
    ['no TLS where wss is asked for', '<Stream url="wss://HOST/media" statusCallback="/stream"/>', '31910'],
    ['another scheme', '<Stream url="ws://app.example/media" statusCallback="/stream"/>', '31922'],
    ['the other track', '<Stream url="/media" track="both_tracks" statusCallback="/stream"/>', '31941'],
  ])('%s: reported, and the next verb runs', async (_, noun, code) => {
    const sid = await stage.call(`<Connect>${noun.replace('HOST', sockets.address)}</Connect><Say>After</Say>`)
    await stage.hasSaid(sid, 'After')
    expect((await status(sid, 'stream-error')).StreamError).toMatch(new RegExp(`^${code}: `))
  })

  test('a handshake that is never answered: 31901', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const url = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}/media`
    const sid = await stage.call(`<Connect><Stream url="${url}" statusCallback="/stream"/></Connect><Say>After</Say>`)
    expect((await status(sid, 'stream-error')).StreamError).toMatch(/^31901: /)
    await stage.hasSaid(sid, 'After')
    silent.close()
  })

  test('a handshake that is refused: 31920', async () => {
    const sid = await stage.call(connect('/refuse'))
    expect((await status(sid, 'stream-error')).StreamError).toMatch(/^31920: /)
    await stage.hasSaid(sid, 'After')
    await stage.hangUp(sid)
  })

  test('what is no message is refused with one warning for each kind, and the stream lives on', async () => {
    const sid = await stage.call(connect())
    const end = await sockets.streamOf(sid)
    for (const bad of ['{', '{}', '[]', '{"event":"media","streamSid":"MZ1"}', Buffer.from('x')]) end.raw(bad)
    end.send('mark', { mark: { name: 'alive' } })
    await until('the mark', () => marksOf(end)[0] === 'alive')
    await stage.hangUp(sid)
    // Callbacks come in order: with this one all warnings have come.
    await status(sid, 'stream-stopped')
    const told = stage.carrier.app.at('/stream').filter(({ CallSid }) => CallSid === sid)
    const warnings = told.flatMap(({ StreamError }) => (StreamError ? [StreamError.slice(0, 5)] : []))
    expect(warnings).toEqual(['31951', '31950'])
  })

  test('a frame that is too large ends the stream, not the call', async () => {
    const sid = await stage.call(connect())
    const end = await sockets.streamOf(sid)
    end.raw('x'.repeat(2 * 1024 * 1024))
    await stage.hasSaid(sid, 'After')
    await status(sid, 'stream-error')
    expect(stage.exchange.legs.get(sid)?.isEnded).toBe(false)
    await stage.hangUp(sid)
  })
})

describe('<Start><Stream>', () => {
  test('both tracks: what the phone says and what it hears, until <Stop> names it', async () => {
    const begin = `<Start>${stream('/media', 'name="notes" track="both_tracks"')}</Start>`
    const talk = `<Gather numDigits="1" action="/x"><Play loop="0">/tone</Play></Gather>`
    const { app } = stage.carrier
    app.answers('/tone', () => ({ type: 'audio/wav', xml: encodeWav(new Tone(1300).pcm(8000)) }))
    app.answers('/x', '<Response><Stop><Stream name="notes"/></Stop><Say>Stopped</Say><Pause length="60"/></Response>')
    const sid = await stage.call(`${begin}${talk}`, { toneHz: 500 })
    const end = await sockets.streamOf(sid)
    expect((end.of('start')[0]!.start as unknown as { tracks: string[] }).tracks).toEqual(['inbound', 'outbound'])
    await until('both tracks', () => ratio(end.sound('inbound'), 500) > 0.9 && ratio(end.sound('outbound'), 1300) > 0.9)
    const chunks = end.of('media').filter(({ media }) => media.track === 'outbound')
    expect(chunks.map(({ media }) => Number(media.chunk))).toEqual(chunks.map((_, index) => index + 1))
    end.send('clear')
    expect((await status(sid, 'stream-error')).StreamError).toMatch(/^31951: /)
    await stage.carrier.control('POST', `/calls/${sid}/digits`, { digits: '1' })
    await stage.hasSaid(sid, 'Stopped')
    await until('the end', () => end.isClosed && end.of('stop').length === 1)
    await stage.hangUp(sid)
  })

  test('a name in use and a fifth track are refused', async () => {
    const both = stream('/media', 'track="both_tracks"')
    const named = stream('/media', 'name="a"')
    const sid = await stage.call(
      `<Start>${named}</Start><Start>${named}</Start><Start>${both}</Start><Start>${both}</Start><Pause length="60"/>`,
    )
    const errors = await until('two refusals', () => {
      const found = stage.carrier.app.at('/stream').filter(({ CallSid, StreamError }) => CallSid === sid && StreamError)
      return found.length === 2 && found
    })
    expect(errors.map(({ StreamError }) => StreamError)).toEqual([
      '31941: the name a is in use',
      '31941: a call streams 4 tracks',
    ])
    await stage.hangUp(sid)
  })

  test('without another verb the call ends', async () => {
    const sid = await stage.call(`<Start>${stream()}</Start>`)
    expect((await stage.effects(sid)).at(-1)).toBe('completed')
  })
})

describe('an assistant in a conference', () => {
  test('as a participant of its own hears the others and is heard by them', async () => {
    const { app, account, client } = stage.carrier
    app.answers('/assistant', `<Response><Connect>${stream('/media')}</Connect></Response>`)
    const { sid: applicationSid } = await client.applications.create({ voiceUrl: `${app.base}/assistant` })
    const inside = '<Dial><Conference beep="false" waitUrl="">assisted</Conference></Dial>'
    const sid = await stage.call(inside, { toneHz: 500 })
    await until('the conference', () => stage.exchange.liveConference(account.sid, 'assisted')?.find(sid)?.isIn)
    const { participants } = client.conferences('assisted')
    const { callSid } = await participants.create({ to: `app:${applicationSid}`, from: '+442079460111', beep: 'false' })
    const end = await sockets.streamOf(callSid)
    await until('the caller', () => ratio(end.sound('inbound'), 500) > 0.9)
    end.send('media', { media: { payload: tone(1500, 60_000) } })
    await hears(sid, 1500)
    await client.conferences('assisted').participants(callSid).remove()
    await until('the end', () => end.isClosed && end.of('stop').length === 1)
    await stage.hangUp(sid)
  })

  test('that only listens has both sides: the party and what it hears', async () => {
    const listening = `<Start>${stream('/media', 'track="both_tracks"')}</Start>`
    const room = '<Dial><Conference beep="false" waitUrl="">heard</Conference></Dial>'
    const sid = await stage.call(listening + room, { toneHz: 500 })
    const other = await stage.call(room, { toneHz: 1500 })
    const end = await sockets.streamOf(sid)
    await until('both', () => ratio(end.sound('inbound'), 500) > 0.9 && ratio(end.sound('outbound'), 1500) > 0.9)
    await stage.hangUp(sid)
    await stage.hangUp(other)
  })
})

describe('streams over REST', () => {
  test('are started with parameters and stopped by name or SID', async () => {
    const { client } = stage.carrier
    const sid = await stage.call('<Say>Hi</Say><Pause length="60"/>', { toneHz: 500 })
    await stage.hasSaid(sid, 'Hi')
    const made = await client.calls(sid).streams.create({
      url: `ws://${sockets.address}/media`,
      name: 'notes',
      track: 'inbound_track',
      'parameter1.name': 'who',
      'parameter1.value': 'caller',
    })
    expect(made).toMatchObject({ callSid: sid, name: 'notes', status: 'in-progress' })
    expect(made.sid).toMatch(/^MZ[0-9a-f]{32}$/)
    const end = await sockets.streamOf(sid)
    expect(end.streamSid).toBe(made.sid)
    expect(end.of('start')[0]!.start).toMatchObject({ customParameters: { who: 'caller' } })
    await until('the tone', () => ratio(end.sound('inbound'), 500) > 0.9)
    expect(await client.calls(sid).streams('notes').update({ status: 'stopped' })).toMatchObject({ status: 'stopped' })
    await until('the end', () => end.isClosed)
    expect((await client.calls(sid).streams(made.sid).update({ status: 'stopped' })).sid).toBe(made.sid)
    await stage.hangUp(sid)
  })

  test('refuse by code', async () => {
    const { client } = stage.carrier
    const sid = await stage.call('<Say>Hi</Say><Pause length="60"/>')
    await stage.hasSaid(sid, 'Hi')
    const { streams } = client.calls(sid)
    await expect(streams.create({ url: 'wss://app.example/m?x=1' })).rejects.toMatchObject({ status: 400, code: 31923 })
    await expect(client.calls(sid).streams('none').update({ status: 'stopped' })).rejects.toMatchObject({ code: 20404 })
    await stage.hangUp(sid)
    await stage.effects(sid)
    await expect(streams.create({ url: 'wss://app.example/m' })).rejects.toMatchObject({ code: 21220 })
  })
})
