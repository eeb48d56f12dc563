import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from './repository.mjs'
import { readSettings } from './settings.mjs'

const LIVE = {
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_API_KEY_SID: 'SK1',
  TWILIO_API_KEY_SECRET: 'secret',
  TWILIO_TWIML_APP_SID: 'AP1',
  TWILIO_PHONE_NUMBER: '+14155550100',
  PUBLIC_URL: 'https://desk.example',
  NEXTAUTH_SECRET: 'n'.repeat(32),
  JWT_SECRET: 'j'.repeat(32),
  SECRETS_KEY: randomBytes(32).toString('base64'),
  CONTEXT_KEY: randomBytes(32).toString('hex'),
}

test('nothing set is the demo on this machine', () => {
  const { vars, demo, dataDir, ports } = readSettings({})
  expect(vars).toMatchObject({ HOST: '127.0.0.1', PORT: '3000', WS_PORT: '8081', WORKER_PORT: '8082' })
  expect(vars).toMatchObject({ PUBLIC_URL: 'http://localhost:3000', PUBLIC_WS_URL: 'ws://localhost:8081' })
  expect({ demo, dataDir, ports }).toEqual({
    demo: true,
    dataDir: join(ROOT, '.data'),
    ports: ['PORT', 'WS_PORT', 'WORKER_PORT', 'LOCAL_CARRIER_PORT', 'LOCAL_ASSISTANT_PORT'],
  })
})

test('credentials end the demo; sockets then share the public host', () => {
  const { vars, demo, ports } = readSettings(LIVE)
  expect(demo).toBe(false)
  expect(vars.PUBLIC_WS_URL).toBe('wss://desk.example')
  expect(ports).toEqual(['PORT', 'WS_PORT', 'WORKER_PORT'])
})

test('other names of a variable work, its own name wins, an empty one is unset', () => {
  const { vars } = readSettings({ TWILIO_WEBHOOK_BASE_URL: 'http://a.example/', PORT: '' })
  expect(vars).toMatchObject({ PUBLIC_URL: 'http://a.example', PORT: '3000' })
  expect(
    readSettings({ TWILIO_WEBHOOK_BASE_URL: 'http://a.example', PUBLIC_URL: 'http://b.example' }).vars.PUBLIC_URL,
  ).toBe('http://b.example')
})

describe('a setting that cannot work is refused by name', () => {
  test.each([
    [{ PORT: '99999' }, 'PORT is no port number: 99999'],
    [{ PORT: '8081' }, 'WS_PORT and PORT are both 8081'],
    [{ PUBLIC_URL: 'desk' }, 'PUBLIC_URL is not a URL'],
    [{ PUBLIC_WS_URL: 'https://desk.example' }, 'PUBLIC_WS_URL cannot begin with https://'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL cannot begin with mysql://'],
    [{ DEMO: 'yes' }, 'DEMO must be true or false, not yes'],
    [{ DEMO: 'false' }, 'DEMO=false needs a carrier: TWILIO_ACCOUNT_SID is not set'],
    [{ ...LIVE, DEMO: 'true' }, /^DEMO=true cannot go with TWILIO_ACCOUNT_SID/],
    [{ HOST: '0.0.0.0' }, /^HOST 0\.0\.0\.0 .* ALLOW_DEMO_ON_NETWORK=true/],
    [{ SECRETS_KEY: 'short' }, 'SECRETS_KEY must be 32 bytes in base64'],
    [{ CONTEXT_KEY: 'ff' }, 'CONTEXT_KEY must be 32 bytes in hex'],
    [{ JWT_SECRET: 'short' }, 'JWT_SECRET must have at least 32 characters'],
    [{ ...LIVE, PUBLIC_URL: 'http://desk.example' }, 'PUBLIC_URL must be https when TWILIO_ACCOUNT_SID is set'],
  ])('%o', (environment, message) => {
    expect(() => readSettings(environment)).toThrow(message)
  })

  test.each(Object.keys(LIVE).filter((name) => name !== 'TWILIO_ACCOUNT_SID'))('missing with Twilio: %s', (name) => {
    expect(() => readSettings({ ...LIVE, [name]: undefined })).toThrow(`${name} is not set`)
  })
})

test('a demo may be shown to a network on purpose', () => {
  expect(readSettings({ HOST: '0.0.0.0', ALLOW_DEMO_ON_NETWORK: 'true' }).vars.HOST).toBe('0.0.0.0')
})
