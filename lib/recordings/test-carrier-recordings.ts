import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newSid } from '#lib/ids.ts'
import { encodeWav } from '#lib/media/wav.ts'

interface StubRecording {
  sid: string
  /** Where it is, when not in whichever account asks. */
  accountSid?: string
  callSid: string
  status: string
}

/** A carrier that records; the test says what it has, what goes wrong, and reads what it was asked. */
export class StubCarrier {
  readonly recordings: StubRecording[] = []
  /** `METHOD path-end form` of each request. */
  readonly asked: string[] = []
  /** Accounts whose token is not good any more. */
  readonly closed = new Set<string>()
  /** Does the next request but drops its reply. */
  dropNext = false
  /** Seconds of sound in every file, and how many bytes of it are left out at the end. */
  seconds = 2
  missing = false
  cut = 0
  channels: 1 | 2 = 2
  readonly #server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => this.#answer(request.method!, new URL(request.url!, 'http://x'), body, response))
  })

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.close()
  }

  of(callSid: string): StubRecording {
    return this.recordings.find((recording) => recording.callSid === callSid)!
  }

  #answer(method: string, url: URL, body: string, response: ServerResponse): void {
    const [, accountSid = '', path = ''] = /^.*\/Accounts\/(AC\w{32})\/(.*)$/.exec(url.pathname) ?? []
    this.asked.push(`${method} ${path.replace(/[A-Z]{2}[0-9a-f]{32}/g, (sid) => sid.slice(0, 2))}`)
    const refused: [number, object] = [401, { code: 20003, status: 401, message: 'Authenticate' }]
    const form = new URLSearchParams(body)
    const reply = this.closed.has(accountSid) ? refused : this.#reply(method, accountSid, path, url, form)
    if (this.dropNext) {
      this.dropNext = false
      response.destroy()
      return
    }
    if (Buffer.isBuffer(reply)) {
      response.writeHead(200, { 'content-type': 'audio/x-wav', 'content-length': reply.length - this.cut })
      response.end(reply.subarray(0, reply.length - this.cut))
    } else {
      const [status, json] = reply
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    }
  }

  #reply(method: string, account: string, path: string, url: URL, form: URLSearchParams): Buffer | [number, object] {
    const here = this.recordings.filter(({ accountSid = account }) => accountSid === account)
    const missing: [number, object] = [404, { code: 20404, status: 404, message: 'not found' }]
    const [, callSid] = /^Calls\/(CA\w{32})\//.exec(path) ?? []
    const [, sid] = /Recordings\/(RE\w{32})/.exec(path) ?? []
    const known = here.find((recording) => recording.sid === sid)
    if (callSid && !sid && method === 'POST') {
      const made = { sid: newSid('RE'), callSid, status: 'in-progress' }
      this.recordings.push(made)
      return [201, view(made)]
    }
    if (path === 'Recordings.json') {
      const wanted = url.searchParams.get('CallSid')
      const shown = here.filter((recording) => wanted === null || recording.callSid === wanted)
      return [200, { recordings: shown.map(view), page: 0, page_size: 50 }]
    }
    if (!known) return missing
    if (method === 'DELETE') {
      this.recordings.splice(this.recordings.indexOf(known), 1)
      return [204, {}]
    }
    if (callSid && method === 'POST') {
      if (known.status === 'completed') return [400, { code: 21220, status: 400, message: 'over' }]
      known.status = form.get('Status')!
      return [200, view(known)]
    }
    if (known.status !== 'completed' || this.missing) return missing
    const channels = Number(url.searchParams.get('RequestedChannels'))
    if (channels > this.channels) return [400, { code: 16113, status: 400, message: 'channels' }]
    const samples = Int16Array.from({ length: 8000 * this.seconds * channels }, (_, i) => (i % channels ? 4000 : 9000))
    return encodeWav(samples, 8000, channels)
  }
}

const view = ({ sid, callSid, status }: StubRecording) => ({
  sid,
  call_sid: callSid,
  status,
  start_time: new Date().toUTCString(),
  duration: null,
  channels: 2,
})
