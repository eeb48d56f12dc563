import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { deleteCall } from './delete-call.ts'
import { defaultRules, type Rules } from './dialling-rules.ts'
import { hangUp } from './leave-call.ts'
import { placeCall } from './place-call.ts'
import { callerOf, keyCallerOf } from './test-calls.ts'

const TO = '+442079460958'
const ROOMY: Rules = {
  ...defaultRules('GB'),
  ...{ perActorMinute: 1000, perActorHour: 1000, perActorDay: 1000, perBusinessMinute: 1000, perBusinessDay: 1000 },
  ...{ sameNumber: 1000, concurrent: 1000, dailySpend: 1000 },
}
const businessWith = (rules: Partial<Rules>) => createTestBusiness({ rules: { ...ROOMY, ...rules } })
const byAgent = (business: TestBusiness, to = TO) => placeCall(callerOf(business, business.users.agent), { to })
const byAdmin = (business: TestBusiness, to = TO) => placeCall(callerOf(business, business.users.admin), { to })
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'placed',
    (error: { code?: string }) => error.code ?? String(error),
  )
const refusals = (business: TestBusiness) =>
  withBusiness(business.businessId, (tx) => tx.auditEntry.findMany({ where: { action: 'call.refuse' } }))

test('one person calls so often in a minute; another of the business still calls', async () => {
  const business = await businessWith({ perActorMinute: 2 })
  expect([await codeOf(byAgent(business)), await codeOf(byAgent(business))]).toEqual(['placed', 'placed'])
  expect(await codeOf(byAgent(business))).toBe('dial_limit_reached')
  expect(await codeOf(byAdmin(business))).toBe('placed')
  expect((await refusals(business)).map(({ details }) => details)).toEqual([{ to: TO, reason: 'dial_limit_reached' }])
})

test.each<Partial<Rules>>([{ perActorHour: 1 }, { perActorDay: 1 }, { perBusinessMinute: 1 }, { perBusinessDay: 1 }])(
  'the limit %j holds',
  async (rules) => {
    const business = await businessWith(rules)
    expect(await codeOf(byAgent(business))).toBe('placed')
    expect(await codeOf(byAgent(business))).toBe('dial_limit_reached')
  },
)

test('one number is called so often in ten minutes, by whomever and however it is written', async () => {
  const business = await businessWith({ sameNumber: 2 })
  await byAgent(business)
  await byAdmin(business, '+44 20 7946 0958')
  expect(await codeOf(byAdmin(business, '0044 (0)20 7946-0958'))).toBe('same_number_limit_reached')
  expect(await codeOf(byAdmin(business, '+442079460959'))).toBe('placed')
})

test('a call that is deleted still counts, and its key does not dial anew', async () => {
  const business = await businessWith({ perActorDay: 1 })
  const agent = { ...callerOf(business, business.users.agent), idempotencyKey: 'once' }
  const { callId } = await placeCall(agent, { to: TO })
  await hangUp(agent, { id: callId })
  await deleteCall(callerOf(business, business.users.admin), { id: callId })
  expect(await placeCall(agent, { to: TO })).toMatchObject({ callId })
  expect(await codeOf(byAgent(business, '+442079460959'))).toBe('dial_limit_reached')
})

test('so many calls are open at a time; one that ends makes room', async () => {
  const business = await businessWith({ concurrent: 2 })
  const first = await byAgent(business)
  await byAdmin(business)
  expect(await codeOf(byAdmin(business))).toBe('too_many_calls')
  await hangUp(callerOf(business, business.users.agent), { id: first.callId })
  expect(await codeOf(byAdmin(business))).toBe('placed')
})

test('a day costs so much: open calls are reserved, ended ones counted as they were', async () => {
  // Five minutes of a call within Europe are estimated at 0.15.
  const business = await businessWith({ dailySpend: 0.3 })
  const first = await byAgent(business)
  await byAgent(business)
  expect(await codeOf(byAgent(business))).toBe('spend_limit_reached')
  await hangUp(callerOf(business, business.users.agent), { id: first.callId })
  expect(await codeOf(byAgent(business))).toBe('placed')
})

test('a repeated request is not refused by the limits that its first took up', async () => {
  const business = await businessWith({ perActorMinute: 1, concurrent: 1 })
  const again = () => placeCall(callerOf(business, business.users.agent, 'key'), { to: TO })
  expect((await again()).callId).toBe((await again()).callId)
})

test('a key and a person who choose the same idempotency key have two calls', async () => {
  const business = await businessWith({})
  const [one, two] = [callerOf(business, business.users.agent, 'k'), callerOf(business, business.users.admin, 'k')]
  expect((await placeCall(one, { to: TO })).callId).not.toBe((await placeCall(two, { to: TO })).callId)
})

test('without rules of its own a business calls its own country, six times a minute', async () => {
  const business = await businessWith(defaultRules('GB'))
  expect(await codeOf(byAgent(business, '+14155552671'))).toBe('country_not_allowed')
  for (const last of [1, 2, 3, 4, 5, 6]) expect(await codeOf(byAgent(business, `+44207946095${last}`))).toBe('placed')
  expect(await codeOf(byAgent(business, '+442079460959'))).toBe('dial_limit_reached')
})

test('a key without the scope, and one that wants a browser’s call, dial nothing', async () => {
  const business = await businessWith({})
  const key = keyCallerOf(business)
  expect(await codeOf(placeCall(key, { to: TO }))).toBe('forbidden')
  const weak = { ...key, principal: { ...key.principal, scopes: ['calls:read'] } } as typeof key
  expect(await codeOf(placeCall(weak, { to: TO, origin: 'api' }))).toBe('forbidden')
})

/** Dials 25 numbers at once in a process of its own and prints what came of each. */
const BURST = `
  import { placeCall } from '#lib/calls/place-call.ts'
  import { closeDatabase } from '#lib/db/client.ts'
  const { caller, first } = JSON.parse(process.argv[1])
  const dial = (n) => placeCall(caller, { to: '+4420794600' + (first + n) }).then(() => 'placed', (error) => error.code)
  console.log(JSON.stringify(await Promise.all(Array.from({ length: 25 }, (_, n) => dial(n)))))
  await closeDatabase()`

async function burst(caller: object, first: number): Promise<string[]> {
  const args = ['--import', 'tsx', '--input-type=module', '-e', BURST, JSON.stringify({ caller, first })]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as string[]
}

test.each<[Partial<Rules>, string]>([
  [{ concurrent: 7 }, 'too_many_calls'],
  [{ perActorHour: 7 }, 'dial_limit_reached'],
  [{ dailySpend: 1.1 }, 'spend_limit_reached'],
])(
  '50 dials at once in two processes never exceed %j',
  async (rules, code) => {
    const business = await businessWith(rules)
    const caller = callerOf(business, business.users.agent)
    const outcomes = (await Promise.all([burst(caller, 10), burst(caller, 50)])).flat()
    expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(7)
    expect(outcomes.filter((outcome) => outcome === code)).toHaveLength(43)
  },
  120_000,
)
