import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import { afterEach, expect, test } from 'vitest'
import { Cookies } from './cookies.ts'
import { DeliveryError, send } from './send.ts'

const account = { accountSid: 'AC1', authToken: 'secret' }
let stop = () => {}
afterEach(() => stop())

/** An application that answers each request by its turn. */
async function application(...turns: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    turns[Math.min(seen.length, turns.length) - 1]!(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

const ok = (_: IncomingMessage, response: ServerResponse) => {
  response.setHeader('content-type', 'text/xml; charset=utf-8').end('<Response/>')
}
const fail = (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(503).end()
}
const hang = () => {}
const post = (url: string) => send({ ...account, url, method: 'POST', fields: { A: '1' } })

test('gives status, content type and body', async () => {
  const { url } = await application(ok)
  expect(await post(url)).toMatchObject({ status: 200, contentType: 'text/xml', body: '<Response/>' })
})

test('a GET carries its fields in the URL and signs that', async () => {
  const { url, seen } = await application(ok)
  await send({ ...account, url: `${url}?x=1`, method: 'GET', fields: { From: '+44', To: 'client:a' } })
  const asked = new URL(seen[0]!.url!, url)
  expect(asked.search).toBe('?x=1&From=%2B44&To=client%3Aa')
  const signature = String(seen[0]!.headers['x-twilio-signature'])
  expect(twilio.validateRequest('secret', signature, asked.href, {})).toBe(true)
})

test('a bad status is not repeated unless the URL asks for it; a repetition has the same token', async () => {
  const plain = await application(fail, ok)
  expect((await post(plain.url)).status).toBe(503)
  expect(plain.seen).toHaveLength(1)
  stop()
  const asking = await application(fail, fail, ok)
  expect((await post(`${asking.url}#rc=3&rp=5xx`)).status).toBe(200)
  const tokens = asking.seen.map(({ headers }) => headers['i-twilio-idempotency-token'])
  expect([asking.seen.length, new Set(tokens).size]).toEqual([3, 1])
})

test('no answer in time is 11205 and not repeated', async () => {
  const { url, seen } = await application(hang)
  const error = await post(`${url}#rt=100`).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 11205, unconnected: false })
  expect(seen).toHaveLength(1)
})

test('no connection is 11205; a bad URL 11243', async () => {
  const { url } = await application(ok)
  stop()
  await expect(post(url)).rejects.toMatchObject({ code: 11205, unconnected: true })
  await expect(post('nowhere')).rejects.toBeInstanceOf(DeliveryError)
  await expect(post('nowhere')).rejects.toMatchObject({ code: 11243 })
})

const redirect = (status: number, to: string) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { location: to }).end()
}
const signedFor = (request: IncomingMessage, base: string, fields = {}) =>
  twilio.validateRequest(
    'secret',
    String(request.headers['x-twilio-signature']),
    new URL(request.url!, base).href,
    fields,
  )

test.each([301, 302, 303])(
  '%i turns a POST into a GET without its fields, signed for where it goes',
  async (status) => {
    const { url, seen } = await application(redirect(status, '/other?x=1'), ok)
    expect((await post(url)).status).toBe(200)
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /hook', 'GET /other?x=1'])
    expect(seen[1]!.headers['content-length']).toBeUndefined()
    expect(signedFor(seen[1]!, url)).toBe(true)
  },
)

test.each([307, 308])('%i keeps the POST and its fields', async (status) => {
  const { url, seen } = await application(redirect(status, '/other'), ok)
  await post(url)
  expect(seen[1]!.method).toBe('POST')
  expect(signedFor(seen[1]!, url, { A: '1' })).toBe(true)
})

test('ten redirects are followed, the eleventh is 11215 and not repeated', async () => {
  const ten = Array.from({ length: 10 }, () => redirect(302, '/again'))
  const patient = await application(...ten, ok)
  expect((await post(patient.url)).status).toBe(200)
  stop()
  const endless = await application(redirect(302, '/again'))
  await expect(post(`${endless.url}#rc=5&rp=all`)).rejects.toMatchObject({ code: 11215 })
  expect(endless.seen).toHaveLength(11)
  stop()
  const odd = await application(redirect(302, 'ftp://elsewhere/'))
  await expect(post(odd.url)).rejects.toMatchObject({ code: 11215 })
})

test('cookies of a call are kept, also over redirects', async () => {
  const { url, seen } = await application((_, response) => {
    response.writeHead(302, { location: '/other', 'set-cookie': ['session=7; Path=/', 'theme=dark; Path=/'] }).end()
  }, ok)
  const delivery = { ...account, url, method: 'POST', fields: {}, cookies: new Cookies() } as const
  await send(delivery)
  await send(delivery)
  expect(seen.map(({ headers }) => headers.cookie)).toEqual([
    undefined,
    'session=7; theme=dark',
    'session=7; theme=dark',
  ])
})

test.each([
  ['4xx', 404, 3],
  ['5xx', 404, 1],
  ['all', 404, 3],
  ['ct', 500, 1],
])('rp=%s and status %i: %i requests', async (rp, status, count) => {
  const { url, seen } = await application((_, response) => void response.writeHead(status).end())
  expect((await post(`${url}#rc=2&rp=${rp}`)).status).toBe(status)
  expect(seen).toHaveLength(count)
})

test('rp=rt repeats what was not answered in time, but tt ends it all', async () => {
  const patient = await application(hang, ok)
  expect((await post(`${patient.url}#rt=100&rp=rt`)).status).toBe(200)
  stop()
  const hanging = await application(hang)
  await expect(post(`${hanging.url}#rt=100&tt=250&rc=5&rp=rt`)).rejects.toMatchObject({ code: 11205 })
  expect(hanging.seen.length).toBeLessThan(5)
})
