import { expect, test } from 'vitest'
import type { Answer, Ask } from '../router.ts'
import { withEnvelope } from './envelope.ts'

const ask = (accountSid: string): Ask => ({
  method: 'GET',
  path: `/2010-04-01/Accounts/${accountSid}/Calls.json`,
  query: new URLSearchParams(),
  body: '',
  authorization: undefined,
  isLocal: true,
  params: {},
})

test('more requests at once than an account may have are 20429 and not run; others are not concerned', async () => {
  const one = `AC${'1'.repeat(32)}`
  const finish: (() => void)[] = []
  const rest = withEnvelope(2, () => new Promise<Answer>((resolve) => finish.push(() => resolve({ status: 200 }))))
  const running = [rest(ask(one)), rest(ask(one))]
  const refused = await rest(ask(one))
  expect([refused.status, refused.body]).toMatchObject([429, { code: 20429, status: 429 }])
  const other = rest(ask(`AC${'2'.repeat(32)}`))
  expect(finish.length).toBe(3)
  for (const each of finish) each()
  const replies = await Promise.all([...running, other])
  expect(replies.map(({ status, headers }) => [status, headers?.['Twilio-Concurrent-Requests']])).toEqual([
    [200, '1'],
    [200, '2'],
    [200, '1'],
  ])
  const next = rest(ask(one))
  finish.at(-1)!()
  expect((await next).status).toBe(200)
})
