import { randomUUID } from 'node:crypto'
import * as http from 'node:http'
import * as https from 'node:https'
import type { Cookies } from './cookies.ts'
import { readTarget, type Target } from './overrides.ts'
import { type Fields, sign } from './sign.ts'

export type Method = 'GET' | 'POST'

export interface Delivery {
  accountSid: string
  authToken: string
  url: string
  method: Method
  fields: Fields
  /** Those of the call the request is about. */
  cookies?: Cookies | undefined
  /** I-Twilio-Idempotency-Token; a new one when there is none. */
  token?: string
}

export interface Reply {
  status: number
  contentType: string
  body: string
  bytes: Buffer
}

/** A request that brought no reply. Codes: 11243 a bad URL or override, 11205 no connection or no answer in time, 11215 redirects. */
export class DeliveryError extends Error {
  readonly code: number
  /** The connection itself failed; the application never saw the request. */
  readonly unconnected: boolean

  constructor(code: number, message: string, unconnected = false) {
    super(message)
    this.code = code
    this.unconnected = unconnected
  }
}

/** What came, with where it points and the cookies it sets. */
interface Received extends Reply {
  location: string | undefined
  setCookies: string[]
}

/** Sends one signed webhook and repeats it as its URL's fragment allows; throws DeliveryError when no reply came. */
export async function send(delivery: Delivery): Promise<Reply> {
  const target = readTarget(delivery.url)
  if (!target) throw new DeliveryError(11243, `not a webhook URL: ${delivery.url}`)
  const token = delivery.token ?? randomUUID()
  const deadline = Date.now() + target.overrides.tt
  for (let retriesLeft = target.overrides.rc; ; retriesLeft--) {
    const result = await follow(delivery, target, token, deadline)
    if (retriesLeft > 0 && Date.now() < deadline && mayRepeat(result, target)) continue
    if (result instanceof DeliveryError) throw result
    return result
  }
}

const MOST_REDIRECTS = 10

/** One attempt with its redirects: after 301, 302 and 303 the request is a GET and its fields are gone. */
async function follow(delivery: Delivery, target: Target, token: string, deadline: number) {
  let ask: Delivery & { url: string } = { ...delivery, url: target.url }
  for (let left = MOST_REDIRECTS; ; left--) {
    const result = await attempt(ask, target, token, deadline)
    if (result instanceof DeliveryError) return result
    const { location, setCookies, ...reply } = result
    delivery.cookies?.take(ask.url, setCookies)
    if (location === undefined || ![301, 302, 303, 307, 308].includes(reply.status)) return reply
    if (left === 0) return new DeliveryError(11215, `more than ${MOST_REDIRECTS} redirects from ${target.url}`)
    const url = URL.canParse(location, ask.url) ? readTarget(new URL(location, ask.url).href)?.url : undefined
    if (url === undefined) return new DeliveryError(11215, `redirected to no web address: ${location}`)
    ask = reply.status < 307 ? { ...ask, url, method: 'GET', fields: {} } : { ...ask, url }
  }
}

function mayRepeat(result: Reply | DeliveryError, { overrides: { rp } }: Target): boolean {
  if (result instanceof DeliveryError && result.code !== 11205) return false
  const kind =
    result instanceof DeliveryError ? (result.unconnected ? 'ct' : 'rt') : result.status >= 500 ? '5xx' : '4xx'
  const failed = result instanceof DeliveryError || result.status >= 400
  return failed && (rp.includes(kind) || rp.includes('all'))
}

function attempt(ask: Delivery, target: Target, token: string, deadline: number): Promise<Received | DeliveryError> {
  const { url, body, signed } = encode(ask)
  const headers = headersOf(ask, url, body, { signature: sign(ask.authToken, url, signed), token })
  return new Promise((resolve) => {
    const request = (url.startsWith('https:') ? https : http).request(url, {
      method: ask.method,
      headers,
      // A kept connection may be closed by the application just as it is used again: that would lose the request.
      agent: false,
    })
    limitTimes(request, target.overrides, deadline)
    let connected = false
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => (connected = true))
      else connected = true
    })
    request.on('error', (error) => resolve(new DeliveryError(11205, `${error.message} (${url})`, !connected)))
    request.on('response', (response) => {
      read(response).then(resolve, (error: Error) => resolve(new DeliveryError(11205, error.message)))
    })
    request.end(body)
  })
}

function headersOf(
  { cookies }: Delivery,
  url: string,
  body: string | undefined,
  { signature, token }: { signature: string; token: string },
): http.OutgoingHttpHeaders {
  const cookie = cookies?.header(url)
  return {
    'X-Twilio-Signature': signature,
    'I-Twilio-Idempotency-Token': token,
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    ...(cookie !== undefined && { Cookie: cookie }),
    ...(body !== undefined && {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': Buffer.byteLength(body),
    }),
  }
}

/** POST carries the fields in its body and signs them; GET carries them in its URL, which is signed whole. */
function encode({ url, method, fields }: Delivery): { url: string; body?: string; signed: Fields } {
  const query = new URLSearchParams(fields).toString()
  if (method === 'POST') return { url, body: query, signed: fields }
  if (query === '') return { url, signed: {} }
  return { url: url + (url.includes('?') ? '&' : '?') + query, signed: {} }
}

function limitTimes(request: http.ClientRequest, { ct, rt }: Target['overrides'], deadline: number): void {
  const stop = (what: string) => request.destroy(new Error(`timed out ${what}`))
  const whole = setTimeout(() => stop('in all'), Math.max(1, deadline - Date.now()))
  let phase = setTimeout(() => stop('connecting'), ct)
  request.on('finish', () => {
    clearTimeout(phase)
    phase = setTimeout(() => stop('waiting for the reply'), rt)
  })
  request.on('close', () => {
    clearTimeout(phase)
    clearTimeout(whole)
  })
}

async function read(response: http.IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const { headers, statusCode = 0 } = response
  return {
    status: statusCode,
    contentType: (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
    body: bytes.toString('utf8'),
    bytes,
    location: headers.location,
    setCookies: headers['set-cookie'] ?? [],
  }
}
