import { expect, test } from 'vitest'
import { parseEnv, SettingError } from './env.ts'

const good = {
  PUBLIC_URL: 'http://localhost:3000/',
  PUBLIC_WS_URL: 'ws://localhost:8081',
  APP_DATABASE_URL: 'postgresql://app:x@127.0.0.1:5432/offhook',
  LISTEN_DATABASE_URL: 'postgresql://app:x@127.0.0.1:5432/offhook',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  JWT_SECRET: 'y'.repeat(32),
  SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
  CONTEXT_KEY: '01'.repeat(32),
}

test('reads settings, with defaults, and takes a trailing slash off addresses', () => {
  const env = parseEnv({ ...good, DEMO: 'true', ALLOWED_ORIGINS: 'https://a.test,https://b.test' })
  expect(env).toMatchObject({
    PORT: 3000,
    PUBLIC_URL: 'http://localhost:3000',
    DEMO: true,
    ALLOWED_ORIGINS: ['https://a.test', 'https://b.test'],
  })
})

test.each([
  ['PUBLIC_URL', undefined, /^PUBLIC_URL is not set$/],
  ['PUBLIC_URL', 'ftp://example.com', /^PUBLIC_URL /],
  ['PORT', '70000', /^PORT /],
  ['SECRETS_KEY', 'short', /^SECRETS_KEY must be 32 bytes in base64$/],
  ['NEXTAUTH_SECRET', '', /^NEXTAUTH_SECRET is not set$/],
  ['DEMO', 'yes', /^DEMO /],
  ['JWT_SECRET', 'short', /^JWT_SECRET must have at least 32 characters$/],
  ['TWILIO_VOICE_WEBHOOK_URL', 'https://elsewhere.test/voice', /^TWILIO_VOICE_WEBHOOK_URL must begin with PUBLIC_URL$/],
])('names the variable at fault: %s = %s', (name, value, message) => {
  const parse = () => parseEnv({ ...good, [name]: value })
  expect(parse).toThrow(SettingError)
  expect(parse).toThrow(message)
})
