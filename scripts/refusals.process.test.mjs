import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePlace, startSystem } from './system.mjs'

let place
beforeAll(async () => {
  place = await makePlace()
})
afterAll(() => place.remove())

const LIVE = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: '0'.repeat(32),
  TWILIO_API_KEY_SID: `SK${'0'.repeat(32)}`,
  TWILIO_API_KEY_SECRET: '0'.repeat(32),
  TWILIO_TWIML_APP_SID: `AP${'0'.repeat(32)}`,
  TWILIO_PHONE_NUMBER: '+14155550100',
  PUBLIC_URL: 'https://desk.example',
}

async function expectRefusal(given, words) {
  const system = startSystem({ env: { ...place.env, ...given } })
  expect(await system.ended).toBe(1)
  expect(system.said.stderr).toMatch(/^offhook: .*\n$/)
  expect(system.said.stderr).toContain(words)
}

test.each(['PORT', 'WS_PORT', 'WORKER_PORT', 'LOCAL_CARRIER_PORT', 'LOCAL_ASSISTANT_PORT'])(
  'a busy %s',
  async (name) => {
    const server = createServer()
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = String(server.address().port)
    await expectRefusal({ [name]: port }, `${name} ${port} is in use`)
    await new Promise((resolve) => server.close(resolve))
  },
)

test.each([
  ['a bad URL', { PUBLIC_URL: 'desk' }, 'PUBLIC_URL is not a URL'],
  [
    'an address of another machine',
    { HOST: '192.0.2.1', ALLOW_DEMO_ON_NETWORK: 'true' },
    'HOST 192.0.2.1 is no address of this machine',
  ],
  ['credentials without a secret', LIVE, 'NEXTAUTH_SECRET is not set'],
  [
    'credentials with a plain http address',
    { ...LIVE, PUBLIC_URL: 'http://desk.example', ...madeUp() },
    'PUBLIC_URL must be https',
  ],
  ['no demo and no credentials', { DEMO: 'false' }, 'DEMO=false needs a carrier: TWILIO_ACCOUNT_SID is not set'],
  ['a demo shown to a network', { HOST: '0.0.0.0' }, 'ALLOW_DEMO_ON_NETWORK=true'],
  ['a database nobody answers at', { DATABASE_URL: 'postgresql://owner:secret@127.0.0.1:9/offhook' }, 'DATABASE_URL'],
])('%s', (_name, given, words) => expectRefusal(given, words))

function madeUp() {
  const text = '0'.repeat(64)
  return {
    NEXTAUTH_SECRET: text,
    JWT_SECRET: text,
    CONTEXT_KEY: text,
    SECRETS_KEY: Buffer.alloc(32).toString('base64'),
  }
}
