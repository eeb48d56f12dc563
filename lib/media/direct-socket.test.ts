import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { DirectSocket } from './direct-socket.ts'

/** A server of direct sockets, each of which says back what it hears. */
async function echo() {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true, WebSocket: DirectSocket, perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      accepted.runOn(socket, 'server')
      accepted.on('message', (data, isBinary) => accepted.sendAscii(`${isBinary ? 'bytes ' : ''}${String(data)}`))
      accepted.on('error', () => {})
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
    for (const socket of sockets.clients) socket.terminate()
  })
  return { port: (server.address() as AddressInfo).port }
}

/** A client's frame byte by byte. */
function frame(first: number, text: string, isMasked = true): Buffer {
  const body = Buffer.from(text, 'latin1')
  const size =
    body.length <= 125 ? [body.length] : body.length <= 65_535 ? [126, body.length >> 8, body.length & 255] : []
  const length = size.length
    ? size
    : [127, 0, 0, 0, 0, 0, body.length >> 16, (body.length >> 8) & 255, body.length & 255]
  const mask = [1, 2, 3, 4]
  if (!isMasked) return Buffer.concat([Buffer.from([first, ...length]), body])
  length[0]! |= 0x80
  return Buffer.concat([Buffer.from([first, ...length, ...mask]), body.map((byte, at) => byte ^ mask[at % 4]!)])
}

async function raw(port: number): Promise<{ socket: Socket; said: () => string }> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  let said = ''
  socket.on('error', () => {})
  socket.write(
    'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  )
  await once(socket, 'data')
  socket.on('data', (data) => {
    said += data.toString('latin1')
  })
  return { socket, said: () => said }
}

const FINAL = 0x81
const frames = [
  ...['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(300), 'e'.repeat(65_535)].map((text) => frame(FINAL, text)),
  frame(0x89, 'beat'),
  frame(FINAL, 'after the ping'.repeat(10)),
  frame(0x8a, ''),
  frame(FINAL, 'f'.repeat(200)),
  frame(0x01, 'in '),
  frame(0x89, ''),
  frame(0x80, 'parts'),
  frame(0x82, 'raw'),
  frame(FINAL, 'g'.repeat(70_000)),
  frame(FINAL, 'last'.repeat(40)),
]
/** What a server says to them: its frames, unmasked. */
const answers = (
  [
    ...['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(300), 'e'.repeat(65_535)].map((text) => [FINAL, text]),
    [0x8a, 'beat'],
    ...['after the ping'.repeat(10), 'f'.repeat(200)].map((text) => [FINAL, text]),
    [0x8a, ''],
    ...['in parts', 'bytes raw', 'g'.repeat(70_000), 'last'.repeat(40)].map((text) => [FINAL, text]),
  ] as [number, string][]
)
  .map(([first, text]) => frame(first, text, false).toString('latin1'))
  .join('')

test('however frames are cut on the way, each is heard whole, once and in order, also behind pings and strange ones', async () => {
  const { port } = await echo()
  const whole = Buffer.concat(frames)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 12 }), fc.nat(1_200), async (cuts, early) => {
      const { socket, said } = await raw(port)
      const ends = [early, ...cuts, whole.length].sort((a, b) => a - b)
      let at = 0
      for (const end of ends) {
        socket.write(whole.subarray(at, end))
        at = end
        await new Promise((go) => setImmediate(go))
      }
      await vi.waitUntil(() => said().length >= answers.length, { timeout: 10_000, interval: 1 })
      expect(said() === answers).toBe(true)
      socket.destroy()
    }),
    { numRuns: 25 },
  )
})

test.each([
  ['no mask', frame(FINAL, 'x'.repeat(200), false), 1002],
  ['an unknown kind', frame(0x83, 'x'), 1002],
  ['a bit that is reserved', frame(0xc1, 'x'), 1002],
  ['a ping in parts', frame(0x09, 'x'), 1002],
  ['a close', frame(0x88, '\x03\xe8'), 1000],
])('%s is answered as the library does, and nothing after it is heard', async (_, bytes, code) => {
  const { port } = await echo()
  const { socket, said } = await raw(port)
  socket.write(Buffer.concat([frame(FINAL, 'first'), bytes, frame(FINAL, 'too late'.repeat(20))]))
  await once(socket, 'end')
  const closed = frame(0x88, String.fromCharCode(code >> 8, code & 255), false)
  expect(said()).toBe(Buffer.concat([frame(FINAL, 'first', false), closed]).toString('latin1'))
  socket.destroy()
})

test('the client’s end is masked, and told apart from nothing else by a server of the library', async () => {
  const { port } = await echo()
  const client = new DirectSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
  client.on('upgrade', ({ socket }) => client.once('open', () => client.runOn(socket, 'client')))
  const heard: string[] = []
  client.on('message', (data) => heard.push(String(data)))
  await once(client, 'open')
  const texts = fc.sample(fc.string({ unit: fc.constantFrom(...'abcXYZ019+/='), minLength: 0, maxLength: 2_000 }), {
    numRuns: 300,
    seed: 1,
  })
  for (const [at, text] of texts.entries()) {
    if (at % 5 === 0) client.send(text)
    else client.sendAscii(text)
  }
  await vi.waitUntil(() => heard.length === texts.length, { timeout: 10_000 })
  expect(heard).toEqual(texts)
  client.close(1000)
  await once(client, 'close')
  client.sendAscii('x'.repeat(200))
  expect(client.readyState).toBe(WebSocket.CLOSED)
})
