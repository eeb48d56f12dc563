import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newSid } from '#lib/ids.ts'

/** What becomes of a request for a call: lost and broken are done before the answer fails, down is not. */
export type Fate = 'serve' | 'lost' | 'broken' | 'down' | 'too-many' | 'refused'

interface MadeCall {
  sid: string
  to: string
  from: string
  form: URLSearchParams
  status: string
  createdAt: number
  /** The account it was made in, and what was signed in with. */
  accountSid: string
  credentials: string
  /** The documents it was moved to. */
  twiml: string[]
}

/** A carrier that starts and lists calls and fails as the test says. It sets TWILIO_API_URL, so it starts before any verb runs. */
export class FakeCarrier {
  readonly calls: MadeCall[] = []
  /** Requests for a call by the address of its callbacks, also those that failed. */
  readonly requests: string[] = []
  fate: (form: URLSearchParams) => Fate = () => 'serve'
  readonly #server: Server = createServer((request, response) => void this.#take(request, response))

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    process.env.TWILIO_API_URL = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  /** The calls made for one attempt, by the address of their callbacks. */
  madeFor = (attemptId: string): MadeCall[] =>
    this.calls.filter(({ form }) => form.get('StatusCallback')?.includes(`attempt=${attemptId}`))

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://carrier')
    const sid = /\/Calls\/(CA\w+)\.json$/.exec(pathname)?.[1]
    const accountSid = /\/Accounts\/(AC\w+)\//.exec(pathname)?.[1] ?? ''
    if (sid) this.#one(sid, accountSid, form, response)
    else if (request.method === 'POST') this.#create(accountSid, form, request, response)
    else this.#list(searchParams, response)
  }

  #create(accountSid: string, form: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(form.get('StatusCallback') ?? '')
    const fate = this.fate(form)
    if (fate === 'too-many') return json(response, 429, { code: 20429, message: 'Too many requests', status: 429 })
    if (fate === 'refused') return json(response, 400, { code: 21211, message: 'Invalid To', status: 400 })
    if (fate === 'down') return json(response, 503, { code: 20503, message: 'Not now', status: 503 })
    const call = { sid: newSid('CA'), to: form.get('To')!, from: form.get('From')!, form, status: 'queued' }
    const credentials = Buffer.from(request.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
    this.calls.push({ ...call, accountSid, credentials, createdAt: Date.now(), twiml: [] })
    if (fate === 'lost') request.socket.destroy()
    else if (fate === 'broken') json(response, 500, { code: 20500, message: 'Oops', status: 500 })
    else json(response, 201, view(this.calls.at(-1)!))
  }

  #one(sid: string, accountSid: string, form: URLSearchParams, response: ServerResponse): void {
    const call = this.calls.find((each) => each.sid === sid && each.accountSid === accountSid)
    if (!call) return json(response, 404, { code: 20404, message: 'Not found', status: 404 })
    if (form.get('Status')) call.status = form.get('Status')!
    if (form.get('Twiml')) call.twiml.push(form.get('Twiml')!)
    json(response, 200, view(call))
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const found = this.calls.filter(({ to, from }) => to === query.get('To') && from === query.get('From'))
    json(response, 200, { calls: found.map(view).reverse(), next_page_uri: null, page: 0, page_size: 50 })
  }
}

const view = ({ sid, to, from, status, createdAt }: MadeCall) => ({
  ...{ sid, to, from, status, direction: 'outbound-api', duration: null },
  date_created: new Date(createdAt).toUTCString().replace('GMT', '+0000'),
})

const json = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
