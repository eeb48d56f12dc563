import { beforeAll, expect, test } from 'vitest'
import { greetingTwiml, menuTwiml } from './greeting.ts'

beforeAll(() => {
  Object.assign(process.env, {
    ...{ PUBLIC_URL: 'https://desk.example', PUBLIC_WS_URL: 'wss://desk.example', NEXTAUTH_SECRET: 'x'.repeat(32) },
    ...{ JWT_SECRET: 'y'.repeat(32), SECRETS_KEY: Buffer.alloc(32).toString('base64'), CONTEXT_KEY: '00'.repeat(32) },
    ...{ APP_DATABASE_URL: 'postgresql://a@localhost/a', LISTEN_DATABASE_URL: 'postgresql://a@localhost/a' },
  })
})

test('a message is said by alice, then a breath, then a question; markup in it is spoken, not run', () => {
  const twiml = greetingTwiml('Hello</Say><Dial>+19005551234</Dial>')
  expect(twiml).toMatch(
    /<Response><Say voice="alice">Hello&lt;\/Say&gt;.*<\/Say><Pause length="1"\/><Say voice="alice">[^<]+<\/Say><\/Response>$/,
  )
  expect(twiml).not.toContain('<Dial>')
})

test('the menu waits for one key, and without one apologises and ends', () => {
  expect(menuTwiml()).toMatch(
    /<Gather numDigits="1" action="https:\/\/desk\.example\/voice\/handle-input#[^"]+" method="POST"><Say voice="alice">[^<]+<\/Say><\/Gather><Say voice="alice">[^<]+<\/Say><Hangup\/><\/Response>$/,
  )
})
