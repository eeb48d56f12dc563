import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import { afterEach, expect, test } from 'vitest'
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
  expect(await post(url)).toEqual({ status: 200, contentType: 'text/xml', body: '<Response/>' })
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
