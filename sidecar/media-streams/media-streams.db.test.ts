import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { controlConversation } from '#lib/assistants/control-conversation.ts'
import { lockCall } from '#lib/calls/record-events.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { isWaitedFor } from '#lib/db/test-together.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newSid } from '#lib/ids.ts'
import { loud, quiet, signUpgrade, until } from './test-carrier-stream.ts'
import { createTalk, type Talk, TestSidecar } from './test-sidecar.ts'

let sidecar: TestSidecar
let talk: Talk
beforeAll(async () => {
  sidecar = await new TestSidecar().start()
})
afterAll(() => sidecar.stop())
afterEach(async () => {
  await until(() => sidecar.media.size === 0)
})

const stateOf = async (one: Talk) => (await one.row()).state
async function becomes(one: Talk, state: string): Promise<void> {
  for (let tries = 0; (await stateOf(one)) !== state && tries < 1000; tries++)
    await new Promise((go) => setTimeout(go, 10))
  expect(await stateOf(one)).toBe(state)
}

describe('who may open a stream', () => {
  test('only the carrier, by its signature over exactly this address (M1)', async () => {
    talk = await createTalk()
    const other = await createTestBusiness()
    const path = `/media/${talk.accountSid}`
    const url = `wss://localhost:8081${path}`
    for (const signature of [
      null,
      'x',
      signUpgrade('', url),
      signUpgrade(other.account.authToken, url),
      signUpgrade(talk.authToken, `${url}/`),
      signUpgrade(talk.authToken, url.replace('localhost', 'elsewhere')),
    ]) {
      const stream = sidecar.connect(talk, signature)
      await until(() => stream.refusedWith !== undefined)
      expect(stream.refusedWith).toBe(403)
    }
    for (const unknown of [`${path}/`, `${path}?x=1`, '/media', '/media/AC1', '/live/..']) {
      const stream = sidecar.connect(talk, undefined, unknown)
      await until(() => stream.refusedWith !== undefined)
      expect(stream.refusedWith).toBe(404)
    }
    expect(sidecar.media.size).toBe(0)
  })

  test('with a ticket that was never used, for exactly this leg; of a hundred at once one gets through (M4, M5)', async () => {
    talk = await createTalk()
    const before = sidecar.talks.length
    const ticket = await talk.ticket()
    // From an address each, for only ten of one may wait to be let in.
    const streams = Array.from({ length: 100 }, (_, at) =>
      sidecar.connect(talk, undefined, undefined, { 'x-forwarded-for': `192.0.2.${at}` }),
    )
    await Promise.all(streams.map((stream) => stream.start(ticket)))
    await until(() => streams.filter(({ closedWith }) => closedWith === 1008).length === 99)
    await until(() => sidecar.talks.length === before + 1)
    const winner = streams.find(({ closedWith }) => closedWith === undefined)!
    winner.numbered('stop', { stop: {} })
    await winner.closed()
    expect(await (await sidecar.connect(talk).start(ticket)).closed()).toBe(1008)
    expect(sidecar.talks).toHaveLength(before + 1)
  })

  test.each([
    ['another call', () => ({ callSid: newSid('CA') })],
    ['another account', () => ({ accountSid: newSid('AC') })],
    ['no ticket', () => ({ customParameters: {} })],
  ])('%s: closed, and no assistant is opened (M6)', async (_, changes) => {
    talk = await createTalk()
    const before = sidecar.talks.length
    const stream = await sidecar.connect(talk).start(await talk.ticket(), changes())
    expect(await stream.closed()).toBe(1008)
    expect(sidecar.talks).toHaveLength(before)
    expect(await stateOf(talk)).toBe('waiting')
  })

  test.each([
    [
      'sound before the start',
      (): unknown => ({
        event: 'media',
        sequenceNumber: '1',
        media: { track: 'inbound', payload: 'AAAA' },
        streamSid: 'MZ',
      }),
    ],
    ['no JSON', () => '{'],
    ['null', () => 'null'],
    ['an array', () => '[]'],
    ['bytes', () => Buffer.from([1, 2])],
    ['too much', () => `"${'x'.repeat(65 * 1024)}"`],
    ['stop before the start', () => ({ event: 'stop' })],
  ])('%s: closed (M3, M7)', async (_, frame) => {
    talk = await createTalk()
    const stream = await sidecar.connect(talk).opened()
    stream.raw(frame())
    expect([1008, 1009]).toContain(await stream.closed())
  })

  test('nobody who says nothing for five seconds, or says it byte by byte (M2, M8)', async () => {
    talk = await createTalk()
    const slow = connect(Number(new URL(sidecar.address).port), '127.0.0.1')
    const drip = setInterval(() => slow.write('x'), 500)
    slow.on('error', () => {})
    slow.write('GET /media/AC HTTP/1.1\r\nX-')
    expect(await (await sidecar.connect(talk).opened()).closed()).toBe(1008)
    await until(() => slow.closed)
    clearInterval(drip)
  })
})

describe('a conversation', () => {
  test('carries sound both ways untouched, in order, and keeps who said what', async () => {
    talk = await createTalk()
    const { stream, talk: far } = await sidecar.carry(talk)
    expect(far.plan).toMatchObject({ prompt: `Be kind on call ${talk.callId}.`, firstMessage: 'Hello.' })
    const sound = Array.from({ length: 100 }, (_, at) => Buffer.alloc(160, at).toString('base64'))
    for (const payload of sound) stream.media(payload)
    await until(() => far.heard.length === 100)
    expect(far.heard).toEqual(sound)

    far.tell.userText('Do you repair boilers?')
    far.tell.agentText('We do, every day.', null)
    far.tell.audio(loud(400), 1)
    await until(() => stream.of('mark').length === 1)
    expect(stream.of('media')).toEqual([{ event: 'media', streamSid: stream.streamSid, media: { payload: loud(400) } }])
    stream.numbered('mark', { mark: { name: stream.of('mark')[0]!.mark!.name } })
    stream.numbered('dtmf', { dtmf: { track: 'inbound_track', digit: '5' } })
    await until(() => far.texts.length === 1)
    stream.numbered('stop', { stop: {} })
    expect(await stream.closed()).toBe(1000)
    await becomes(talk, 'ended')
    expect(await talk.row()).toMatchObject({ endedReason: 'call-over', streamSid: null, sidecarId: null })
    expect(far.closedBecause).toBeDefined()
    expect(await talk.turns()).toMatchObject([
      { speaker: 'caller', text: 'Do you repair boilers?' },
      { speaker: 'assistant', text: 'We do, every day.', heardText: null, endMs: expect.any(Number) as number },
      { speaker: 'caller', text: 'Key 5' },
    ])
  })

  test('is interrupted: the carrier is told to clear, what was not heard is known, old sound goes nowhere (M13)', async () => {
    talk = await createTalk()
    const { stream, talk: far } = await sidecar.carry(talk)
    far.tell.agentText('One two three four five six seven eight nine ten.', 7)
    far.tell.audio(loud(60_000), 7)
    await until(() => stream.of('media').length === 1)
    far.tell.interruption(7)
    far.tell.audio(loud(), 7)
    far.tell.audio(quiet(), 8)
    await until(() => stream.of('media').length === 2)
    expect(stream.received.map(({ event, media }) => [event, media?.payload.length])).toEqual([
      ['media', loud(60_000).length],
      ['clear', undefined],
      ['media', quiet().length],
    ])
    stream.numbered('stop', { stop: {} })
    await becomes(talk, 'ended')
    const [said] = await talk.turns()
    expect(said!.heardText).not.toBeNull()
    expect(said!.text.startsWith(said!.heardText!)).toBe(true)
    expect(said!.heardText!.length).toBeLessThan(20)
  })

  test("the vendor's word on what was heard wins over ours", async () => {
    talk = await createTalk()
    const { stream, talk: far } = await sidecar.carry(talk)
    far.tell.agentText('One two three.', 1)
    far.tell.audio(loud(3000), 1)
    far.tell.interruption(1)
    far.tell.agentCorrection('One two three.', 'One two')
    stream.numbered('stop', { stop: {} })
    await becomes(talk, 'ended')
    expect(await talk.turns()).toMatchObject([{ text: 'One two three.', heardText: 'One two' }])
  })

  test('an answer has its latency: from the end of the caller speaking to the first sound', async () => {
    talk = await createTalk()
    const { stream, talk: far } = await sidecar.carry(talk)
    far.tell.audio(loud(), 1)
    const began = performance.now()
    stream.media(loud())
    await until(() => far.heard.length === 1)
    far.tell.userText('Hello?')
    far.tell.agentText('Yes.', 2)
    far.tell.audio(loud(), 2)
    // It is heard after the 20 ms of before.
    const mostMs = Math.ceil(performance.now() - began) + 20
    stream.numbered('stop', { stop: {} })
    await becomes(talk, 'ended')
    const turns = await talk.turns()
    expect(turns.map(({ latencyMs }) => latencyMs === null)).toEqual([true, false])
    expect(turns[1]!.latencyMs).toBeLessThanOrEqual(mostMs)
  })

  test.each(['failed', 'refused', 'unreachable', 'silent'] as const)(
    'whose assistant is gone (%s) lets the call go on at once (M12)',
    async (cause) => {
      talk = await createTalk()
      const { stream, talk: far } = await sidecar.carry(talk)
      far.tell.audio(loud(60_000), 1)
      far.tell.ended({ cause, code: 1011, reason: 'x' })
      expect(await stream.closed()).toBe(1000)
      expect(await talk.row()).toMatchObject({ state: 'ended', endedReason: cause })
    },
  )

  test('that the assistant ends by a tool is heard to its end first', async () => {
    talk = await createTalk()
    const { stream, talk: far } = await sidecar.carry(talk)
    const began = performance.now()
    far.tell.audio(loud(1500), 1)
    far.tell.toolCall({ id: 't1', name: 'end_call', parameters: {} })
    expect(await stream.closed()).toBe(1000)
    expect(performance.now() - began).toBeGreaterThan(1500)
    expect(far.results).toMatchObject([{ id: 't1', isError: false }])
    expect(await talk.row()).toMatchObject({ state: 'ended', endedReason: 'end_call' })
  })

  test('whose socket drops waits for its next stream, which goes on with what was said (M13, M16)', async () => {
    talk = await createTalk()
    const first = await sidecar.carry(talk)
    first.talk.tell.userText('I have no heating.')
    first.stream.socket.terminate()
    await becomes(talk, 'waiting')
    expect(first.talk.closedBecause).toBeDefined()
    const second = await sidecar.carry(talk)
    expect(second.talk.plan.resume?.said).toEqual([{ who: 'caller', text: 'I have no heating.' }])
    second.talk.tell.agentText('I see.', 1)
    second.stream.numbered('stop', { stop: {} })
    await becomes(talk, 'ended')
    expect((await talk.turns()).map(({ text }) => text)).toEqual(['I have no heating.', 'I see.'])
  })

  test('is let go also when its row could not be written at first, and its caller does not wait for that', async () => {
    talk = await createTalk()
    const { stream, talk: far } = await sidecar.carry(talk)
    await withBusiness(talk.businessId, async (tx) => {
      await lockCall(tx, talk.callId)
      far.tell.ended({ cause: 'failed', code: 1006, reason: 'gone' })
      await isWaitedFor(tx)
      await tx.$queryRaw`select pg_terminate_backend(pid) from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`
      expect(await stream.closed()).toBe(1000)
    })
    await becomes(talk, 'ended')
    expect(await talk.row()).toMatchObject({ streamSid: null, endedReason: 'failed' })
  })

  test('lives through ten times too much sound, gaps, and what nobody knows (M10)', async () => {
    talk = await createTalk()
    const { stream, talk: far } = await sidecar.carry(talk)
    for (let at = 0; at < 2000; at++) stream.media()
    stream.raw({ event: 'weather' })
    stream.raw({
      event: 'media',
      sequenceNumber: '9999999',
      media: { track: 'inbound', payload: loud() },
      streamSid: newSid('MZ'),
    })
    stream.numbered('dtmf', { dtmf: { digit: '1' } })
    await until(() => far.texts.length === 1)
    expect(far.heard.length).toBeGreaterThan(0)
    expect(stream.closedWith).toBeUndefined()
    stream.numbered('stop', { stop: {} })
    await becomes(talk, 'ended')
  })
})

describe('control', () => {
  const control = (what: 'mute' | 'unmute' | 'end', note?: string) =>
    withBusiness(talk.businessId, (tx) => controlConversation(tx, talk.businessId, talk.conversationId, what, { note }))

  test('a person takes over: cleared, nothing more goes out; and gives back with a note', async () => {
    talk = await createTalk()
    const { stream, talk: far } = await sidecar.carry(talk)
    far.tell.agentText('Let me tell you all about it.', 1)
    far.tell.audio(loud(30_000), 1)
    const askedAt = performance.now()
    expect(await control('mute')).toBe(true)
    await until(() => stream.of('clear').length === 1)
    process.stdout.write(`silenced ${Math.round(performance.now() - askedAt)} ms after it was asked for\n`)
    far.tell.audio(loud(), 2)
    stream.media()
    expect(await control('mute')).toBe(false)
    await control('unmute', 'They want Tuesday.')
    await until(() => far.context.length > 0)
    expect(far.context.join()).toContain('They want Tuesday.')
    far.tell.audio(quiet(), 3)
    await until(() => stream.of('media').length === 2)
    expect(stream.of('media').map(({ media }) => media!.payload)).toEqual([loud(30_000), quiet()])
    expect(far.heard).toEqual([])

    await control('end')
    expect(await stream.closed()).toBe(1000)
    expect(await talk.row()).toMatchObject({ state: 'ended', endedReason: 'controlled', streamSid: null })
  })

  test('a stream that comes for a conversation of a person, or one that is over, is not carried (M15)', async () => {
    talk = await createTalk()
    const before = sidecar.talks.length
    await control('mute')
    expect(await (await sidecar.connect(talk).start(await talk.ticket())).closed()).toBe(1000)
    await control('end')
    expect(await (await sidecar.connect(talk).start(await talk.ticket())).closed()).toBe(1000)
    expect(sidecar.talks).toHaveLength(before)
  })
})
