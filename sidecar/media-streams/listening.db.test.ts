import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { controlConversation } from '#lib/assistants/control-conversation.ts'
import { mintCallToken } from '#lib/auth/call-token.ts'
import { mintSingleUseToken } from '#lib/auth/single-use-token.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { loud, quiet, until } from './test-carrier-stream.ts'
import { createTalk, type Talk, TestSidecar } from './test-sidecar.ts'

let sidecar: TestSidecar
beforeAll(async () => {
  sidecar = await new TestSidecar().start()
})
afterAll(() => sidecar.stop())

const OURS = 'http://localhost:3000'

/** Somebody who listens. */
class Ear {
  readonly heard: unknown[] = []
  readonly socket: WebSocket
  closedWith: number | undefined
  refusedWith: string | undefined

  constructor(path: string, origin?: string, at = sidecar) {
    this.socket = new WebSocket(at.address + path, origin ? { origin } : {})
    this.socket.on('message', (data) => this.heard.push(JSON.parse(String(data))))
    this.socket.on('error', () => {})
    this.socket.on('close', (code) => {
      this.closedWith = code
    })
    this.socket.on('unexpected-response', (_, response) => {
      let body = ''
      response.on('data', (part: Buffer) => {
        body += part.toString()
      })
      response.on('end', () => {
        this.refusedWith = `${response.statusCode} ${body}`
      })
    })
  }

  async says(frame: object): Promise<this> {
    await until(() => this.socket.readyState === WebSocket.OPEN)
    this.socket.send(JSON.stringify(frame))
    return this
  }

  async ready(): Promise<this> {
    await until(() => this.heard.length > 0)
    expect(this.heard.splice(0)).toEqual([{ event: 'ready' }])
    return this
  }

  async refused(): Promise<string> {
    await until(() => this.refusedWith !== undefined)
    return this.refusedWith!
  }
}

function ticketOf({ businessId, conversationId, business }: Talk, ttlMs = 15_000): Promise<string> {
  const { userId, membershipId } = business.users.agent
  return mintSingleUseToken('listen', { businessId, userId, membershipId, conversationId }, ttlMs)
}

test('a page with a ticket hears both sides, what is said, and what was thrown away; nobody hears another conversation', async () => {
  const talk = await createTalk()
  const other = await createTalk()
  const ear = await (await new Ear('/listen', OURS).says({ type: 'ticket', ticket: await ticketOf(talk) })).ready()
  const stranger = await (
    await new Ear('/listen', OURS).says({ type: 'ticket', ticket: await ticketOf(other) })
  ).ready()
  const { stream, talk: far } = await sidecar.carry(talk)
  stream.media(loud())
  await until(() => ear.heard.length === 1)
  far.tell.agentText('Hello.', 1)
  far.tell.audio(quiet(), 1)
  far.tell.interruption(1)
  far.tell.userText('Stop.')
  await until(() => ear.heard.length === 5)
  expect(ear.heard).toEqual([
    { event: 'audio', payload: loud(), track: 'caller' },
    { event: 'transcription', text: 'Hello.', track: 'assistant' },
    { event: 'audio', payload: quiet(), track: 'assistant' },
    { event: 'clear', track: 'assistant' },
    { event: 'transcription', text: 'Stop.', track: 'caller' },
  ])
  stream.numbered('stop', { stop: {} })
  await until(() => ear.closedWith === 1000)
  expect(stranger.heard).toEqual([])
  stranger.socket.close()
})

test('a talk with a person is heard over the stream for notes, and opens no assistant', async () => {
  const talk = await createTalk()
  const before = sidecar.talks.length
  const ear = await (await new Ear('/listen', OURS).says({ type: 'ticket', ticket: await ticketOf(talk) })).ready()
  const stream = await sidecar.connect(talk).start(await talk.ticket('notes'), { tracks: ['inbound', 'outbound'] })
  await until(() => {
    stream.media(loud(), 'inbound')
    stream.media(quiet(), 'outbound')
    return ear.heard.length >= 2
  })
  expect(ear.heard).toContainEqual({ event: 'audio', payload: loud(), track: 'caller' })
  expect(ear.heard).toContainEqual({ event: 'audio', payload: quiet(), track: 'assistant' })
  expect(sidecar.talks).toHaveLength(before)
  await until(() => sidecar.ears.heard.length === 2)
  const [caller, agent] = sidecar.ears.heard.splice(0)
  caller!.tell.said('Is Wednesday fine?')
  agent!.tell.said('It is.')
  await until(() => ear.heard.length > 0 && JSON.stringify(ear.heard.at(-1)).includes('It is.'))
  sidecar.ears.lastWords = 'Bye.'
  stream.numbered('stop', { stop: {} })
  await stream.closed()
  await until(() => sidecar.media.size === 0)
  sidecar.ears.lastWords = ''
  expect([caller!.isOver, agent!.isOver]).toEqual([true, true])
  expect((await talk.row()).state).toBe('waiting')
  expect(await talk.turns()).toMatchObject([
    { speaker: 'caller', text: 'Is Wednesday fine?' },
    { speaker: 'agent', text: 'It is.' },
    { speaker: 'caller', text: 'Bye.' },
    { speaker: 'agent', text: 'Bye.' },
  ])
  ear.socket.close()
})

test('a voice whose session ends goes on in another, unless something is wrong with the account', async () => {
  const talk = await createTalk()
  const stream = await sidecar.connect(talk).start(await talk.ticket('notes'), { tracks: ['inbound', 'outbound'] })
  await until(() => sidecar.ears.heard.length === 2)
  const [caller, agent] = sidecar.ears.heard.splice(0)
  caller!.tell.said('Is Wednesday fine?')
  agent!.tell.ended('quota_exceeded: no more', false)
  caller!.tell.ended('session_time_limit_exceeded: an hour', true)
  const [again, ...others] = sidecar.ears.heard.splice(0)
  expect(others).toEqual([])
  await until(() => {
    stream.media(loud(), 'inbound')
    return again!.sound.length > 0
  })
  again!.tell.said('Or Thursday?')
  stream.numbered('stop', { stop: {} })
  await stream.closed()
  await until(() => sidecar.media.size === 0)
  expect(again!.isOver).toBe(true)
  expect(await talk.turns()).toMatchObject([{ text: 'Is Wednesday fine?' }, { text: 'Or Thursday?' }])
})

test('whoever listens at another sidecar hears the same, follows the stream, and leaves no socket behind', async () => {
  const there = await new TestSidecar().start()
  try {
    const talk = await createTalk()
    const listen = async () =>
      (await new Ear('/listen', OURS, there).says({ type: 'ticket', ticket: await ticketOf(talk) })).ready()
    const ear = await listen()
    const first = await sidecar.carry(talk)
    await until(() => {
      first.stream.media(loud())
      return ear.heard.length > 0
    })
    expect(ear.heard[0]).toEqual({ event: 'audio', payload: loud(), track: 'caller' })
    expect([there.relays.size, sidecar.relays.size]).toEqual([1, 0])
    first.talk.tell.interruption(1)
    const hears = (words: string) => until(() => JSON.stringify(ear.heard).includes(words))
    await hears('{"event":"clear","track":"assistant"}')

    first.stream.socket.terminate()
    const { stream } = await there.carry(talk)
    stream.media(quiet())
    await hears(quiet())
    await until(() => there.relays.size === 0)

    const control = (what: 'mute' | 'unmute') =>
      withBusiness(talk.businessId, (tx) => controlConversation(tx, talk.businessId, talk.conversationId, what))
    await control('mute')
    stream.socket.terminate()
    const notes = await sidecar.connect(talk).start(await talk.ticket('notes'), { tracks: ['inbound', 'outbound'] })
    await until(() => {
      notes.media(loud(40), 'outbound')
      return JSON.stringify(ear.heard).includes(loud(40))
    })
    await control('unmute')
    notes.socket.terminate()
    const third = await sidecar.carry(talk)
    const late = await listen()
    await until(() => there.relays.size === 1)
    late.socket.close()
    third.stream.numbered('stop', { stop: {} })
    await until(() => ear.closedWith === 1000)
    await until(() => there.relays.size === 0)
  } finally {
    await there.stop()
  }
})

test('other origins, spent, late and wrong tickets hear nothing (M21)', async () => {
  const talk = await createTalk()
  expect(await new Ear('/listen', 'https://evil.example').refused()).toMatch(/^403 /)
  expect(await new Ear('/listen').refused()).toMatch(/^403 /)
  const spent = await ticketOf(talk)
  await (await new Ear('/listen', OURS).says({ type: 'ticket', ticket: spent })).ready()
  for (const frame of [{ type: 'ticket', ticket: spent }, { type: 'ticket', ticket: await ticketOf(talk, -1) }, {}]) {
    const ear = await new Ear('/listen', OURS).says(frame)
    await until(() => ear.closedWith === 4401)
  }
})

test('a client of the API spends a token at the upgrade, names its call, and hears it', async () => {
  const talk = await createTalk()
  const { businessId, callSid, business } = talk
  const { stream } = await sidecar.carry(talk)
  const principal = { kind: 'key', businessId, keyId: business.apiKey.id } as Parameters<
    typeof mintCallToken
  >[0]['principal']
  const path = `/outbound-media-stream?token=${await mintCallToken({ businessId, principal })}`
  const ear = await new Ear(path).says({ event: 'connect-twilio', callSid, user_id: business.users.agent.email })
  await ear.ready()
  stream.media(loud())
  await until(() => ear.heard.length === 1)
  expect(ear.heard).toEqual([{ event: 'audio', payload: loud(), track: 'caller' }])

  expect(await new Ear(path).refused()).toBe(
    '401 {"error":"Token has already been used. Please generate a new token."}',
  )
  expect(await new Ear('/outbound-media-stream').refused()).toBe('401 {"error":"No token provided"}')
  expect(await new Ear('/outbound-media-stream?token=x').refused()).toBe('401 {"error":"Invalid token"}')
  expect(await new Ear('/outbound-media-stream?token=x', 'https://evil.example').refused()).toMatch(/^403 /)
  const wrong = `/outbound-media-stream?token=${await mintCallToken({ businessId, principal })}`
  const deaf = await new Ear(wrong).says({
    event: 'connect-twilio',
    callSid: 'CA1',
    user_id: business.users.agent.email,
  })
  await until(() => deaf.closedWith === 4404)
  stream.numbered('stop', { stop: {} })
  await stream.closed()
})
