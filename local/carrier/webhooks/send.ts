import { randomUUID } from 'node:crypto'
import * as http from 'node:http'
import * as https from 'node:https'
import { readTarget, type Target } from './overrides.ts'
import { type Fields, sign } from './sign.ts'

export type Method = 'GET' | 'POST'

export interface Delivery {
  accountSid: string
  authToken: string
  url: string
  method: Method
  fields: Fields
}

export interface Reply {
  status: number
  contentType: string
  body: string
}

/** A request that brought no reply. Codes: 11243 a bad URL or override, 11205 no connection or no answer in time. */
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

/** Sends one signed webhook and repeats it as its URL's fragment allows; throws DeliveryError when no reply came. */
export async function send(delivery: Delivery): Promise<Reply> {
  const target = readTarget(delivery.url)
  if (!target) throw new DeliveryError(11243, `not a webhook URL: ${delivery.url}`)
  const token = randomUUID()
  const deadline = Date.now() + target.overrides.tt
  for (let retriesLeft = target.overrides.rc; ; retriesLeft--) {
    const result = await attempt(delivery, target, token, deadline)
    if (retriesLeft > 0 && Date.now() < deadline && mayRepeat(result, target)) continue
    if (result instanceof DeliveryError) throw result
    return result
  }
}

function mayRepeat(result: Reply | DeliveryError, { overrides: { rp } }: Target): boolean {
  const kind =
    result instanceof DeliveryError ? (result.unconnected ? 'ct' : 'rt') : result.status >= 500 ? '5xx' : '4xx'
  const failed = result instanceof DeliveryError || result.status >= 400
  return failed && (rp.includes(kind) || rp.includes('all'))
}

function attempt(delivery: Delivery, target: Target, token: string, deadline: number): Promise<Reply | DeliveryError> {
  const { url, body, signed } = encode(delivery, target.url)
  const headers: http.OutgoingHttpHeaders = {
    'X-Twilio-Signature': sign(delivery.authToken, url, signed),
    'I-Twilio-Idempotency-Token': token,
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    ...(body !== undefined && {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': Buffer.byteLength(body),
    }),
  }
  return new Promise((resolve) => {
    const request = (url.startsWith('https:') ? https : http).request(url, {
      method: delivery.method,
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

/** POST carries the fields in its body and signs them; GET carries them in its URL, which is signed whole. */
function encode({ method, fields }: Delivery, url: string): { url: string; body?: string; signed: Fields } {
  const query = new URLSearchParams(fields).toString()
  if (method === 'POST') return { url, body: query, signed: fields }
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

async function read(response: http.IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const contentType = (response.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  return { status: response.statusCode ?? 0, contentType, body: Buffer.concat(chunks).toString('utf8') }
}
