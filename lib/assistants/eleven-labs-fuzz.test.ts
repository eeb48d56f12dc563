import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { elevenLabs } from './eleven-labs.ts'
import { readFrame } from './eleven-labs-frames.ts'
import { TestListener, WAIT } from './test-listener.ts'

vi.setConfig({ testTimeout: 60_000 })

const READY = JSON.stringify({
  type: 'conversation_initiation_metadata',
  conversation_initiation_metadata_event: {
    conversation_id: 'conv_1',
    agent_output_audio_format: 'ulaw_8000',
    user_input_audio_format: 'ulaw_8000',
  },
})
const audio = (payload: unknown, event_id: unknown) =>
  JSON.stringify({ type: 'audio', audio_event: { audio_base_64: payload, event_id } })

/** A vendor that does whatever a test wants once a client has sent its plan. */
let url: string
let close: () => Promise<unknown>
let behave: (socket: WebSocket) => void
beforeEach(async () => {
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ signed_url: `${url.replace('http', 'ws')}/?signature` }))
  })
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      accepted.on('error', () => undefined)
      accepted.once('message', () => behave(accepted))
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
})
afterEach(() => close())

function talk() {
  const listener = new TestListener()
  const conversation = elevenLabs({ apiKey: 'k', agentId: 'a' }, url).open(
    { variables: {}, tools: ['end_call'] },
    listener,
  )
  conversation.begin()
  return { conversation, listener }
}

const TYPES = [
  'audio',
  'ping',
  'interruption',
  'client_tool_call',
  'agent_response',
  'user_transcript',
  'error',
  '__proto__',
]
const frames = fc.oneof(
  fc.string(),
  fc.json(),
  fc.tuple(fc.constantFrom(...TYPES), fc.object()).map(([type, rest]) => JSON.stringify({ ...rest, type })),
  fc.tuple(fc.string(), fc.anything()).map(([text, id]) => audio(text, id)),
  fc.uint8Array().map((bytes) => audio(Buffer.from(bytes).toString('base64'), 1)),
)

test('a frame is read whole or not at all, whatever it holds', () => {
  fc.assert(
    fc.property(frames, (text) => {
      const frame = readFrame(Buffer.from(text))
      // As long again: the last letter may have bits that stand for nothing.
      if (frame?.type === 'audio') {
        expect(Buffer.from(frame.payload, 'base64').toString('base64')).toHaveLength(frame.payload.length)
      }
      expect(frame === null || typeof frame.type === 'string').toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['One moment please.', 'One moment...', 'One moment'],
  ['One moment please.', 'One moment', 'One moment'],
  ['Wait... what?', 'Wait...', 'Wait'],
  ['Wait…', '…', ''],
  ['Hello there.', 'Something else...', 'Something else...'],
])('of "%s" cut to "%s" was said "%s"', (original, corrected, heard) => {
  const event = { original_agent_response: original, corrected_agent_response: corrected, event_id: 1 }
  const frame = { type: 'agent_response_correction', agent_response_correction_event: event }
  expect(readFrame(Buffer.from(JSON.stringify(frame)))).toMatchObject({ original, heard })
})

test('whatever a vendor sends, the conversation ends once and in an orderly way (M12)', async () => {
  const sent = fc.oneof(
    frames,
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  )
  const ending = fc.constantFrom('close', 'terminate', 'leave', 'garbage' as const)
  await fc.assert(
    fc.asyncProperty(fc.array(sent, { maxLength: 20 }), ending, async (all, how) => {
      behave = (socket) => {
        for (const each of [READY, ...all]) socket.send(each)
        if (how === 'close') socket.close(1000)
        else if (how === 'terminate') socket.terminate()
        // A frame with a reserved opcode breaks the protocol below the messages.
        else if (how === 'garbage')
          (socket as unknown as { _socket: NodeJS.WritableStream })._socket.write('\xff\xff\xff')
        else socket.ping()
      }
      const { conversation, listener } = talk()
      if (how === 'leave') {
        await listener.sees('ready')
        conversation.close('enough')
      }
      await vi.waitFor(() => expect(listener.ends.length).toBe(1), WAIT)
      expect(listener.diary.at(-1)).toMatch(/^ended: /)
    }),
    { numRuns: 60 },
  )
})

test('what still comes of an interrupted utterance is not played (M13)', async () => {
  behave = (socket) => {
    const interruption = JSON.stringify({ type: 'interruption', interruption_event: { event_id: 7 } })
    for (const frame of [READY, audio('AAAA', 5), interruption, audio('AAAA', 6), audio('AAAAAAAA', 8)])
      socket.send(frame)
    socket.close(1000)
  }
  const { listener } = talk()
  await listener.sees('ended: finished')
  expect(listener.soundBytes).toBe(3 + 6)
})

test('a message larger than a conversation needs ends it', async () => {
  behave = (socket) => {
    socket.send(READY)
    socket.send('x'.repeat(1024 * 1024 + 1))
  }
  const { listener } = talk()
  await listener.sees('ended: failed')
})

test('half a minute without a frame ends it; a vendor that never takes the plan ends sooner (M12)', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const taken = new Promise<void>((resolve) => {
      behave = () => resolve()
    })
    const { listener: ignored } = talk()
    await taken
    vi.advanceTimersByTime(5_000)
    expect(ignored.ends).toMatchObject([{ cause: 'unreachable' }])
    behave = (socket) => socket.send(READY)
    const { listener } = talk()
    const ready = new Promise<void>((resolve) => {
      listener.ready = () => resolve()
    })
    await ready
    vi.advanceTimersByTime(29_999)
    expect(listener.ends).toEqual([])
    vi.advanceTimersByTime(1)
    expect(listener.ends).toMatchObject([{ cause: 'silent' }])
  } finally {
    vi.useRealTimers()
  }
})
