import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { CarrierAccount } from './port.ts'

const SID = `RE${'1'.repeat(32)}`
const account: CarrierAccount = {
  accountSid: `AC${'2'.repeat(32)}`,
  authToken: 'token',
  apiKeySid: `SK${'3'.repeat(32)}`,
  apiKeySecret: 'secret',
  applicationSid: `AP${'4'.repeat(32)}`,
}
let media: (sid: string, channels: 1 | 2) => Promise<unknown>

beforeAll(async () => {
  Object.assign(process.env, {
    PUBLIC_URL: 'http://localhost:3000',
    PUBLIC_WS_URL: 'ws://localhost:8081',
    APP_DATABASE_URL: 'postgres://localhost/x',
    LISTEN_DATABASE_URL: 'postgres://localhost/x',
    NEXTAUTH_SECRET: 'x'.repeat(32),
    JWT_SECRET: 'y'.repeat(32),
    SECRETS_KEY: Buffer.alloc(32).toString('base64'),
    CONTEXT_KEY: '0'.repeat(64),
    TWILIO_API_URL: 'http://localhost:4010',
  })
  const { carrierRecordings } = await import('./recordings.ts')
  media = carrierRecordings(account).recordingMedia
})
afterEach(() => vi.unstubAllGlobals())

/** Answers each request in turn and remembers what was asked. */
function answering(...answers: [status: number, location?: string][]) {
  const asked: { url: string; authorization: string | null }[] = []
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    asked.push({ url: url.href, authorization: new Headers(init.headers).get('authorization') })
    const [status, location] = answers[asked.length - 1]!
    return new Response(status === 200 ? 'sound' : null, { status, headers: location ? { location } : {} })
  })
  return asked
}

test('the address is made of the account and the SID, with the key as the sign-in', async () => {
  const asked = answering([200])
  expect(await media(SID, 2)).toMatchObject({ lengthBytes: null })
  const url = `http://localhost:4010/2010-04-01/Accounts/${account.accountSid}/Recordings/${SID}.wav?RequestedChannels=2`
  const authorization = `Basic ${Buffer.from(`${account.apiKeySid}:secret`).toString('base64')}`
  expect(asked).toEqual([{ url, authorization }])
})

test('another host gets no credentials', async () => {
  const asked = answering([307, 'https://store.example/sound?signed=1'], [200])
  await media(SID, 2)
  expect(asked[1]).toEqual({ url: 'https://store.example/sound?signed=1', authorization: null })
})

test.each(['http://169.254.169.254/', 'http://localhost:4011/', 'file:///etc/passwd'])(
  'a redirect to %s is not followed',
  async (target) => {
    const asked = answering([302, target])
    await expect(media(SID, 2)).rejects.toMatchObject({ kind: 'refused' })
    expect(asked).toHaveLength(1)
  },
)

test('redirects come to an end', async () => {
  const asked = answering(...Array.from({ length: 9 }, (): [number, string] => [302, '/again']))
  await expect(media(SID, 2)).rejects.toMatchObject({ kind: 'refused' })
  expect(asked).toHaveLength(4)
})

test.each(['', 'RE1', `${SID}/../..`, `${SID}%00`, `CA${'1'.repeat(32)}`])('%s is no recording', async (sid) => {
  const asked = answering([200])
  await expect(media(sid, 2)).rejects.toMatchObject({ kind: 'refused' })
  expect(asked).toEqual([])
})

test('not so many channels is null; not there yet is refused; a fault of theirs is unknown', async () => {
  answering([400], [404], [503])
  expect(await media(SID, 2)).toBeNull()
  await expect(media(SID, 2)).rejects.toMatchObject({ kind: 'refused', carrierCode: 404 })
  await expect(media(SID, 2)).rejects.toMatchObject({ kind: 'unknown' })
})
