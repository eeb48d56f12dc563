/**
 * Both far ends of a media bridge, in one process with one clock: the carrier, which opens streams and sends 50 frames a
 * second on each, and an assistant that says back what it hears. Every frame carries its stream, its number and its time.
 */
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { acceptOf, readFrames, textFrame } from './web-socket.mjs'

const FRAME_MS = 20
const SLOTS = 10
/** Later than this, and what was to be sent is left out. */
const MOST_LATE_MS = 100
const FRAME_BYTES = 160
const STAMP_BYTES = 24
const REST = Buffer.alloc(FRAME_BYTES - STAMP_BYTES, 0xff).toString('base64')
const stamp = Buffer.alloc(STAMP_BYTES)

let streams = []
let isMeasuring = false
let lates = []

process.on('message', async ({ do: what, ...wanted }) => {
  if (what === 'echo') process.send(await startEcho())
  if (what === 'open') process.send(await openAll(wanted))
  if (what === 'measure') process.send(await measure(wanted.ms))
  if (what === 'close') process.send(await closeAll())
})

/** The assistant: its signed URL leads back here. */
async function startEcho() {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ signed_url: `ws://127.0.0.1:${server.address().port}/talk` }))
  })
  server.on('upgrade', (request, socket, head) => {
    const accept = acceptOf(request.headers['sec-websocket-key'])
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    let event = 0
    readFrames(socket, head, (text) => {
      const answer = text.startsWith('{"user_audio_chunk":"') ? said(text.slice(21, -2), ++event) : READY
      socket.write(textFrame(answer, false))
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}` }
}

const said = (payload, event) => `{"audio_event":{"audio_base_64":"${payload}","event_id":${event}},"type":"audio"}`
const READY = JSON.stringify({
  type: 'conversation_initiation_metadata',
  conversation_initiation_metadata_event: {
    conversation_id: 'conv_bench',
    agent_output_audio_format: 'ulaw_8000',
    user_input_audio_format: 'ulaw_8000',
  },
})

/** Opens the legs one after the other, and waits until each has heard itself. */
async function openAll({ port, legs }) {
  for (const leg of legs) {
    const stream = await open(port, leg, streams.length)
    streams.push(stream)
    if (streams.length === 1) pace()
  }
  const deadline = performance.now() + 120_000
  while (streams.some(({ received }) => received === 0)) {
    if (performance.now() > deadline)
      throw new Error(`${streams.filter(({ received }) => received === 0).length} streams stay silent`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { streams: streams.length }
}

function open(port, { path, signature, accountSid, callSid, streamSid, ticket }, id) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const stream = {
      id,
      socket,
      streamSid,
      sent: 0,
      received: 0,
      expected: -1,
      lost: 0,
      reordered: 0,
      strange: 0,
      rtts: [],
      isOpen: false,
    }
    socket.setNoDelay(true)
    socket.on('error', reject)
    socket.on('close', () => {
      stream.isOpen = false
    })
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nX-Twilio-Signature: ${signature}\r\n\r\n`,
    )
    socket.once('data', (data) => {
      const end = data.indexOf('\r\n\r\n')
      if (!data.latin1Slice(0, 12).endsWith('101')) return reject(new Error(data.latin1Slice(0, 40)))
      readFrames(socket, data.subarray(end + 4), (text) => hear(stream, text))
      socket.write(textFrame('{"event":"connected","protocol":"Call","version":"1.0.0"}', true))
      const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }
      const start = { accountSid, streamSid, callSid, tracks: ['inbound'], mediaFormat, customParameters: { ticket } }
      socket.write(textFrame(JSON.stringify({ event: 'start', sequenceNumber: '1', start, streamSid }), true))
      stream.isOpen = true
      resolve(stream)
    })
  })
}

/** Every stream sends each 20 ms, a tenth of them every 2 ms. Where this process was kept from running it goes on from now: no burst. */
function pace() {
  let startedAt = performance.now()
  let slot = 0
  const next = () => {
    if (streams.length === 0) return
    const now = performance.now()
    const due = startedAt + (slot * FRAME_MS) / SLOTS
    if (now < due) return void setTimeout(next, due - now)
    if (isMeasuring) lates.push(now - due)
    if (now - due > MOST_LATE_MS) startedAt += now - due
    for (let at = slot % SLOTS; at < streams.length; at += SLOTS) send(streams[at], now)
    slot += 1
    setImmediate(next)
  }
  next()
}

function send(stream, now) {
  if (!stream.isOpen) return
  stream.sent += 1
  stamp.writeUInt32LE(stream.id, 0)
  stamp.writeUInt32LE(stream.sent, 4)
  stamp.writeDoubleLE(now, 8)
  const payload = stamp.toString('base64') + REST
  stream.socket.write(
    textFrame(
      `{"event":"media","sequenceNumber":"${stream.sent + 1}","media":{"track":"inbound","chunk":"${stream.sent}","timestamp":"${stream.sent * FRAME_MS}","payload":"${payload}"},"streamSid":"${stream.streamSid}"}`,
      true,
    ),
  )
}

function hear(stream, text) {
  if (!text.startsWith('{"event":"media"')) return
  if (!text.includes(stream.streamSid)) stream.strange += 1
  const from = text.indexOf('"payload":"') + 11
  const bytes = Buffer.from(text.slice(from, text.indexOf('"', from)), 'base64')
  const now = performance.now()
  for (let at = 0; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) take(stream, bytes, at, now)
}

function take(stream, bytes, at, now) {
  const number = bytes.readUInt32LE(at + 4)
  if (bytes.readUInt32LE(at) !== stream.id) stream.strange += 1
  if (stream.expected >= 0 && number < stream.expected) stream.reordered += 1
  else if (stream.expected >= 0) stream.lost += number - stream.expected
  stream.expected = number + 1
  stream.received += 1
  if (isMeasuring) stream.rtts.push(now - bytes.readDoubleLE(at + 8))
}

async function measure(ms) {
  for (const stream of streams) Object.assign(stream, { lost: 0, reordered: 0, strange: 0, rtts: [] })
  lates = []
  const before = sum('sent')
  isMeasuring = true
  await new Promise((resolve) => setTimeout(resolve, ms))
  isMeasuring = false
  const rtts = Float64Array.from(streams.flatMap((stream) => stream.rtts)).sort()
  const closed = streams.filter((stream) => !stream.isOpen).length
  const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return {
    frames: sum('sent') - before,
    p50: at(rtts, 0.5),
    p99: at(rtts, 0.99),
    lateP99: at(Float64Array.from(lates).sort(), 0.99),
    ...{ lost: sum('lost'), reordered: sum('reordered'), strange: sum('strange'), closed },
  }
}

const sum = (field) => streams.reduce((total, stream) => total + stream[field], 0)

async function closeAll() {
  const all = streams
  streams = []
  for (const { socket } of all) socket.destroy()
  return {}
}
