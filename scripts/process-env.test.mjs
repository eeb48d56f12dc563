import { expect, test } from 'vitest'
import { processEnvironments } from './process-env.mjs'
import { readSettings } from './settings.mjs'

const secrets = {
  NEXTAUTH_SECRET: 'made up',
  appDatabasePassword: 'app-password',
  jobsDatabasePassword: 'jobs-password',
  demoAccounts: [
    { sid: 'AC1', authToken: 't1', keySid: 'SK1', keySecret: 's1', appSid: 'AP1' },
    { sid: 'AC2', authToken: 't2', keySid: 'SK2', keySecret: 's2', appSid: 'AP2' },
  ],
  demoAssistants: [
    { key: 'sk_1', agentId: 'agent_1', webhookSecret: 'w1' },
    { key: 'sk_2', agentId: 'agent_2', webhookSecret: 'w2' },
  ],
}
const make = (given = {}) =>
  processEnvironments(
    readSettings({ PATH: '/bin', ...given }),
    secrets,
    'postgresql://offhook_owner:own@127.0.0.1:5433/offhook',
  )

test('only migration and seed may act as the database owner', () => {
  const { owner, app } = make()
  expect(owner.DATABASE_URL).toBe('postgresql://offhook_owner:own@127.0.0.1:5433/offhook')
  expect(app).toMatchObject({ DATABASE_URL: '', DEMO_ACCOUNTS: '', DEMO_ASSISTANTS: '' })
  expect(app.APP_DATABASE_URL).toBe('postgresql://offhook_app:app-password@127.0.0.1:5433/offhook')
  expect(app.JOBS_DATABASE_URL).toBe('postgresql://offhook_jobs:jobs-password@127.0.0.1:5433/offhook')
  expect(app.LISTEN_DATABASE_URL).toBe(app.APP_DATABASE_URL)
})

test('the demo sets what a Twilio user sets', () => {
  const { app } = make()
  expect(app).toMatchObject({
    TWILIO_ACCOUNT_SID: 'AC1',
    TWILIO_AUTH_TOKEN: 't1',
    TWILIO_API_URL: 'http://localhost:4010',
    VOICE_SIGNALLING_URL: 'ws://localhost:4010',
    ELEVENLABS_API_URL: 'http://localhost:4020',
    NEXTAUTH_URL: 'http://localhost:3000',
    NEXTAUTH_SECRET: 'made up',
    DEMO: 'true',
  })
})

test('the stand-ins know their accounts and nothing of their client', () => {
  const { carrier, assistant } = make()
  expect(JSON.parse(carrier.LOCAL_CARRIER_ACCOUNTS)).toHaveLength(2)
  expect(carrier).toMatchObject({ LOCAL_CARRIER_PORT: '4010', HOST: '127.0.0.1', LOCAL_CARRIER_CPS: '50' })
  expect(JSON.parse(assistant.LOCAL_ASSISTANT_ACCOUNTS)[0]).toEqual({
    key: 'sk_1',
    agentId: 'agent_1',
    webhook: { url: 'http://localhost:3000/api/assistants/post-call/AC1', secret: 'w1' },
  })
  const names = Object.keys({ ...carrier, ...assistant })
  expect(names.filter((name) => /TWILIO|ELEVENLABS|DATABASE|SECRET|_KEY|PUBLIC|DEMO/.test(name))).toEqual([])
})

test('given values win over made up ones', () => {
  const { app, carrier } = make({
    NEXTAUTH_SECRET: 'g'.repeat(32),
    LOCAL_CARRIER_CPS: '1',
    LOCAL_MEDIA_PORTS: '5000-5009',
  })
  expect(app.NEXTAUTH_SECRET).toBe('g'.repeat(32))
  expect(carrier).toMatchObject({ LOCAL_CARRIER_CPS: '1', LOCAL_MEDIA_PORTS: '5000-5009' })
})
