import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, type TestContext, test } from 'vitest'
import { WebSocket } from 'ws'
import { keySound } from '#lib/media/key-tones.ts'
import { createAssistant } from './assistant.ts'

const ACCOUNT = { key: 'sk_1', agentId: 'agent_1' }
const PLAN = {
  type: 'conversation_initiation_client_data',
  conversation_config_override: { agent: { first_message: '' } },
}

async function stage({ onTestFinished }: TestContext, webhook?: { url: string; secret: string }) {
  const assistant = createAssistant([
    { ...ACCOUNT, webhook },
    { key: 'sk_2', agentId: 'agent_2' },
  ])
  const url = `http://127.0.0.1:${await assistant.listen(0, '127.0.0.1')}`
  onTestFinished(() => assistant.close())
  const ask = (path: string, init: RequestInit = {}, key = ACCOUNT.key) =>
    fetch(url + path, { ...init, headers: { 'xi-api-key': key } })
  const signed = async () => {
    const answer = await ask('/v1/convai/conversation/get-signed-url?agent_id=agent_1')
    return ((await answer.json()) as { signed_url: string }).signed_url
  }
  return { assistant, url, ask, signed, talk: async () => connect(await signed()) }
}

/** A bare client: frames in, the close code at the end. */
function connect(url: string) {
  const socket = new WebSocket(url)
  const frames: Record<string, unknown>[] = []
  socket.on('message', (data) => frames.push(JSON.parse(data.toString())))
  socket.on('error', () => undefined)
  const opened = new Promise<void>((resolve) => socket.on('open', () => resolve()))
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)))
  const send = (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  return { socket, frames, opened, closed, send }
}

test('keys, agents and conversations of others are not found', async (context) => {
  const { ask, talk, assistant } = await stage(context)
  expect((await ask('/v1/convai/conversation/get-signed-url?agent_id=agent_1', {}, 'sk_3')).status).toBe(401)
  expect((await ask('/v1/convai/conversation/get-signed-url?agent_id=agent_1', {}, 'sk_2')).status).toBe(404)
  await (await talk()).opened
  const { id } = assistant.conversations.records()[0]!
  expect((await ask(`/v1/convai/conversations/${id}`)).status).toBe(200)
  expect((await ask(`/v1/convai/conversations/${id}`, {}, 'sk_2')).status).toBe(404)
  expect((await ask(`/v1/convai/conversations/${id}`, { method: 'DELETE' })).status).toBe(200)
  expect((await ask(`/v1/convai/conversations/${id}`)).status).toBe(404)
  expect((await ask('/v1/voices')).status).toBe(404)
})

test('no socket without the signature of a signed URL', async (context) => {
  const { url, signed } = await stage(context)
  const socketUrl = url.replace('http', 'ws')
  for (const path of ['/v1/convai/conversation?agent_id=agent_1', '/elsewhere', '//']) {
    expect(await connect(socketUrl + path).closed).toBe(1006)
  }
  expect(await connect((await signed()).replace('agent_1', 'agent_2')).closed).toBe(1006)
})

test.for<[string, unknown[]]>([
  ['no initiation', [{ type: 'user_activity' }]],
  ['an override nobody knows', [{ ...PLAN, conversation_config_override: { agent: { mood: 'glad' } } }]],
  ['overrides in the wrong place', [{ ...PLAN, agent: { first_message: '' } }]],
  ['a variable that is missing', [{ ...PLAN, conversation_config_override: { agent: { first_message: '{{who}}?' } } }]],
  ['an unknown frame later', [PLAN, { type: 'bogus' }]],
  ['sound that is no base64', [PLAN, { user_audio_chunk: '***' }]],
  ['no JSON', [PLAN, 'hello']],
])('%s ends it with 1008 and says why', async ([, frames], context) => {
  const { talk } = await stage(context)
  const client = await talk()
  await client.opened
  for (const frame of frames) client.send(frame)
  expect(await client.closed).toBe(1008)
  expect(client.frames.at(-1)).toMatchObject({ type: 'error', error_event: { code: 1008 } })
})

test('a key that comes as a tone and as a text is one key', async (context) => {
  const { talk, assistant } = await stage(context)
  const client = await talk()
  await client.opened
  client.send(PLAN)
  for (const text of ['pressed 2', 'pressed 2']) client.send({ type: 'user_message', text })
  const [record] = assistant.conversations.records()
  await expect.poll(() => record!.turns.filter(({ role }) => role === 'user'), { timeout: 15_000 }).toHaveLength(2)
  client.send({ user_audio_chunk: Buffer.concat([...keySound('2')]).toString('base64') })
  client.send({ type: 'user_message', text: 'that is all' })
  await expect.poll(() => record!.turns.filter(({ role }) => role === 'user'), { timeout: 15_000 }).toHaveLength(3)
})

test('when a call is over its report is posted, signed, and can be read', async (context) => {
  const posted: { body: string; signature: string | undefined }[] = []
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const signature = request.headers['elevenlabs-signature']?.toString()
    posted.push({ body: Buffer.concat(chunks).toString(), signature })
    response.end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  context.onTestFinished(() => void receiver.close())
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/report`
  const { talk } = await stage(context, { url, secret: 'w' })
  const client = await talk()
  await client.opened
  client.send(PLAN)
  client.send({ type: 'user_message', text: 'My boiler leaks' })
  await expect.poll(() => client.frames.some(({ type }) => type === 'agent_response'), { timeout: 15_000 }).toBe(true)
  client.socket.close(1000)
  await expect.poll(() => posted.length, { timeout: 15_000 }).toBe(1)
  const [, t, v0] = /^t=(\d+),v0=(\w+)$/.exec(posted[0]!.signature!)!
  expect(v0).toBe(createHmac('sha256', 'w').update(`${t}.${posted[0]!.body}`).digest('hex'))
  expect(JSON.parse(posted[0]!.body)).toMatchObject({
    type: 'post_call_transcription',
    data: {
      status: 'done',
      agent_id: 'agent_1',
      transcript: [{ role: 'user', message: 'My boiler leaks' }, { role: 'agent' }],
    },
  })
})

test('the control API speaks, asks for tools and ends a conversation', async (context) => {
  const { talk, url } = await stage(context)
  const control = (method: string, path: string, body?: object) =>
    fetch(`${url}/control${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
  expect((await control('POST', '/conversations/last/say', { text: 'Hi' })).status).toBe(404)
  expect((await control('PUT', '/fault', { mode: 'bogus' })).status).toBe(422)
  const client = await talk()
  await client.opened
  client.send(PLAN)
  await expect.poll(() => client.frames[0]?.type, { timeout: 15_000 }).toBe('conversation_initiation_metadata')
  await control('POST', '/conversations/last/tool', { name: 'send_digits', parameters: { digits: '1' } })
  await control('POST', '/conversations/last/say', { text: 'Hi there' })
  const types = () => client.frames.map(({ type }) => type)
  await expect
    .poll(types, { timeout: 15_000 })
    .toEqual(expect.arrayContaining(['client_tool_call', 'agent_response', 'audio']))
  await control('POST', '/conversations/last/end')
  expect(await client.closed).toBe(1000)
  const list = (await (await control('GET', '/conversations')).json()) as { conversations: object[] }
  expect(list.conversations).toMatchObject([{ metadata: { termination_reason: 'The agent ended the call' } }])
})

test('whatever a client sends, the assistant lives', async (context) => {
  const { talk, url } = await stage(context)
  const frame = fc.oneof(
    fc.json(),
    fc.string(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(PLAN, { type: 'pong', event_id: 1 }, { type: 'contextual_update', text: '' })
      .map((sent) => JSON.stringify(sent)),
    fc
      .uint8Array({ maxLength: 400 })
      .map((bytes) => JSON.stringify({ user_audio_chunk: Buffer.from(bytes).toString('base64') })),
    fc
      .string()
      .map((text) => JSON.stringify({ type: 'client_tool_result', tool_call_id: text, result: text, is_error: false })),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 12 }), fc.boolean(), async (frames, isRude) => {
      const client = await talk()
      await client.opened
      for (const sent of [JSON.stringify(PLAN), ...frames]) client.socket.send(sent)
      if (isRude) client.socket.terminate()
      else client.socket.close(1000)
      expect([1000, 1006, 1008]).toContain(await client.closed)
    }),
    { numRuns: 60 },
  )
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
})
