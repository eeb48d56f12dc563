import { EventEmitter } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import twilio from 'twilio'
import { type CarrierPlan, createCarrier } from './carrier.ts'
import { Hearing } from './phones/hearing.ts'
import type { BrowserCall, Invite, Line, LineEvents, Signalling } from './ports.ts'
import { madeUpAccount } from './signalling/test-account.ts'

const WAIT_MS = 15_000

/** Looks again every 5 ms until there is something; fails after 15 s with what was waited for. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await wait(5)) {
    const found = await look()
    if (found) return found
  }
  throw new Error(`waited in vain for ${what}`)
}

/** A browser's line without a browser: the test picks up, refuses, hangs up, and says what it says. */
export class FakeBrowserLine implements Line {
  readonly hearing = new Hearing()
  readonly invite: Invite | undefined
  answered = false
  early = false
  hungUp = false
  errorCode: number | undefined
  says: (() => Uint8Array) | undefined
  readonly #events = new EventEmitter()

  constructor(invite?: Invite) {
    this.invite = invite
  }

  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): void {
    this.#events.on(event, listener)
  }
  answer(): void {
    this.answered = true
  }
  earlyMedia(): void {
    this.early = true
  }
  hangUp(errorCode?: number): void {
    this.hungUp = true
    this.errorCode = errorCode
  }
  read(): Uint8Array | undefined {
    return this.says?.()
  }
  write(frame: Uint8Array): void {
    this.hearing.add(frame)
  }
  emit<E extends keyof LineEvents>(event: E, ...args: Parameters<LineEvents[E]>): void {
    this.#events.emit(event, ...args)
  }
}

/** The Voice SDK's side as a test wants it: who is registered rings, and calls come when the test says so. */
export class FakeBrowsers implements Signalling {
  readonly online = new Set<string>()
  readonly lines: FakeBrowserLine[] = []
  #listener: (call: BrowserCall) => void = () => {}

  invite(invite: Invite): Line {
    const line = new FakeBrowserLine(invite)
    this.lines.push(line)
    setImmediate(() => (this.online.has(invite.identity) ? line.emit('ringing') : line.emit('ended', 'unreachable')))
    return line
  }
  onBrowserCall(listener: (call: BrowserCall) => void): void {
    this.#listener = listener
  }
  registered(_accountSid: string, identity: string): number {
    return this.online.has(identity) ? 1 : 0
  }
  calls(): [] {
    return []
  }
  message(): boolean {
    return false
  }
  cut(): number {
    return 0
  }
  /** The ringing line of an identity. */
  ringing(identity: string): Promise<FakeBrowserLine> {
    return until(`${identity} to ring`, () =>
      this.lines.find((line) => line.invite?.identity === identity && !line.hungUp),
    )
  }
  close(): void {}
  connect(call: Omit<BrowserCall, 'accept'>): FakeBrowserLine {
    const line = new FakeBrowserLine()
    this.#listener({ ...call, accept: () => line })
    return line
  }
}

export interface AppRequest {
  path: string
  fields: Record<string, string>
  /** Whether the twilio library takes its signature for that URL. */
  signed: boolean
  token: string | undefined
}

/** What an application answers: TwiML unless another content type is given. */
export interface TestReply {
  status?: number
  type?: string
  xml: string | Buffer
}

/** An application of the account: answers TwiML by path and keeps every request it got. */
export class TestApplication {
  readonly requests: AppRequest[] = []
  readonly #server: Server
  readonly #authToken: string
  readonly #replies = new Map<string, (fields: Record<string, string>) => TestReply | string>()
  base = ''

  constructor(authToken: string) {
    this.#authToken = authToken
    this.#server = createServer((request, response) => {
      void this.#take(request).then(({ path, fields }) => {
        const reply = this.#replies.get(path)?.(fields) ?? '<Response/>'
        const { status = 200, type = 'text/xml', xml } = typeof reply === 'string' ? { xml: reply } : reply
        response.writeHead(status, { 'content-type': type }).end(xml)
      })
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  /** What a path answers; <Response/> until told otherwise. */
  answers(path: string, reply: string | ((fields: Record<string, string>) => TestReply | string)): string {
    this.#replies.set(path, typeof reply === 'string' ? () => reply : reply)
    return this.base + path
  }

  /** The requests of a path. */
  at(path: string): Record<string, string>[] {
    return this.requests.filter((request) => request.path === path).map(({ fields }) => fields)
  }

  /** The first request of a path with these fields, once it came. */
  got(path: string, wanted: Record<string, string> = {}): Promise<Record<string, string>> {
    const fits = (fields: Record<string, string>) =>
      Object.entries(wanted).every(([name, value]) => fields[name] === value)
    return until(`${path} ${JSON.stringify(wanted)}; got ${JSON.stringify(this.at(path))}`, () =>
      this.at(path).find(fits),
    )
  }

  async #take(request: IncomingMessage): Promise<AppRequest> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url!, this.base)
    const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
    const signature = String(request.headers['x-twilio-signature'])
    const taken = {
      path: url.pathname,
      fields: { ...Object.fromEntries(url.searchParams), ...body },
      signed: twilio.validateRequest(this.#authToken, signature, url.href, body),
      token: request.headers['i-twilio-idempotency-token']?.toString(),
    }
    this.requests.push(taken)
    return taken
  }
}

export type TestCarrier = Awaited<ReturnType<typeof startTestCarrier>>

/** A whole carrier on a free port with one account, an application, fake browsers and the real twilio library. */
export async function startTestCarrier(plan: Partial<CarrierPlan> = {}) {
  const account = madeUpAccount()
  const browsers = new FakeBrowsers()
  const app = new TestApplication(account.authToken)
  await app.start()
  const carrier = createCarrier({ accounts: [account], callsPerSecond: 1000, signalling: () => browsers, ...plan })
  const url = `http://127.0.0.1:${await carrier.listen(0, '127.0.0.1')}`
  const client = twilio(account.sid, account.authToken)
  client.api.baseUrl = url
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/control${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return response.status === 204 ? undefined : await response.json()
  }
  const close = async () => {
    await carrier.close()
    app.stop()
  }
  return { account, app, browsers, carrier, client, control, close, url }
}
