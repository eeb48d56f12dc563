import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createPort } from 'node:net'
import { vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { CarrierStream, signUpgrade } from './media-streams/test-carrier-stream.ts'
import type { Talk } from './media-streams/test-sidecar.ts'

export const LONG_MS = 90_000

const READY = JSON.stringify({
  type: 'conversation_initiation_metadata',
  conversation_initiation_metadata_event: {
    conversation_id: 'conv_test',
    agent_output_audio_format: 'ulaw_8000',
    user_input_audio_format: 'ulaw_8000',
  },
})
const PING = JSON.stringify({ type: 'ping', ping_event: { event_id: 1 } })
const PING_MS = 2_000
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port

/** The vendor's end: takes every conversation and says nothing, but that it is there. */
export class SilentVendor {
  readonly #server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ signed_url: `ws://127.0.0.1:${portOf(this.#server)}/talk` }))
  })
  readonly #talks = new WebSocketServer({ server: this.#server })
  /** How many frames of the callers' sound came. */
  heard = 0

  constructor() {
    this.#talks.on('connection', (socket) => {
      socket.once('message', () => socket.send(READY))
      const pings = setInterval(() => socket.send(PING), PING_MS)
      socket.once('close', () => clearInterval(pings))
      socket.on('message', (data) => {
        if (String(data).startsWith('{"user_audio_chunk"')) this.heard += 1
      })
    })
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`
  }

  get talks(): Set<WebSocket> {
    return this.#talks.clients
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  stop(): void {
    for (const socket of this.talks) socket.terminate()
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

/** What a process holds: how many of each kind of resource, and bytes after everything unreachable is gone. */
export interface Held {
  resources: Record<string, number>
  heapBytes: number
  residentBytes: number
}

/** A sidecar as it is started for real. */
export class SidecarProcess {
  readonly child: ChildProcess
  readonly port: number

  constructor(child: ChildProcess, port: number) {
    this.child = child
    this.port = port
  }

  async held(): Promise<Held> {
    const told = once(this.child, 'message')
    this.child.send('held')
    return ((await told) as [Held])[0]
  }

  async streamOf(talk: Talk, address?: string): Promise<CarrierStream> {
    return this.connect(talk, address).start(await talk.ticket())
  }

  /** A socket with the right signature, behind a proxy that names the address it came from. */
  connect(talk: Talk, address?: string): CarrierStream {
    const path = `/media/${talk.accountSid}`
    const signature = signUpgrade(talk.authToken, `ws://localhost:${this.port}${path}`)
    const forwarded: Record<string, string> = address === undefined ? {} : { 'x-forwarded-for': address }
    return new CarrierStream(`ws://127.0.0.1:${this.port}${path}`, talk, signature, forwarded)
  }

  async stop(): Promise<(number | string | null)[]> {
    const exit = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    return exit as Promise<(number | string | null)[]>
  }
}

/** Starts one on a port of its own, which tells what it holds. */
export async function startSidecar(vendor: SilentVendor): Promise<SidecarProcess> {
  const spare = createPort().listen(0, '127.0.0.1')
  await once(spare, 'listening')
  const port = portOf(spare)
  spare.close()
  const args = ['--expose-gc', '--import', 'tsx', '--import', './sidecar/test-held.mjs', 'sidecar/main.ts']
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...process.env,
      WS_PORT: String(port),
      PUBLIC_WS_URL: `ws://localhost:${port}`,
      ELEVENLABS_API_URL: vendor.url,
      DRAIN_LIMIT_S: '1',
    },
  })
  await vi.waitUntil(() => statusOf(port).then((status) => status === 200), { timeout: LONG_MS, interval: 100 })
  return new SidecarProcess(child, port)
}

const statusOf = (port: number): Promise<number> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ status }) => status,
    () => 0,
  )
