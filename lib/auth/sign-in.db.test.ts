import { beforeAll, describe, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { hashPassword } from './password.ts'
import { takeRate } from './rate-limit.ts'
import { signIn } from './sign-in.ts'
import { mintSingleUseToken, spendSingleUseToken } from './single-use-token.ts'

const PASSWORD = 'correct horse'
let business: TestBusiness
beforeAll(async () => {
  business = await createTestBusiness({ passwordHash: await hashPassword(PASSWORD) })
})

const address = () => `test-${newId()}`
const messageOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'signed in',
    (error: Error) => error.message,
  )

describe('signing in', () => {
  test('by e-mail in any spelling of it', async () => {
    const { email, userId } = business.users.agent
    const session = await signIn({ email: ` ${email.toUpperCase()} `, password: PASSWORD }, address())
    expect(session).toEqual({ userId, businessId: business.businessId, sessionVersion: 1 })
  })

  test('five wrong tries for an e-mail, known or not, then ten minutes of silence, also with the right password', async () => {
    for (const email of [business.users.admin.email, `nobody-${newId()}@test.example`]) {
      for (const left of [4, 3, 2, 1, 0]) {
        expect(await messageOf(signIn({ email, password: 'wrong' }, address()))).toBe(`invalid_credentials:${left}`)
      }
      expect(await messageOf(signIn({ email, password: PASSWORD }, address()))).toMatch(/^rate_limited:(5\d\d|600)$/)
    }
  })

  test('a success forgets the tries before it', async () => {
    const { email } = business.users.owner
    for (let round = 0; round < 3; round++) {
      await messageOf(signIn({ email, password: 'wrong' }, address()))
      expect(await messageOf(signIn({ email, password: PASSWORD }, address()))).toBe('signed in')
    }
  })

  test('of thirty tries at once from one address twenty are looked at', async () => {
    const from = address()
    const tries = Array.from({ length: 30 }, () =>
      messageOf(signIn({ email: `nobody-${newId()}@test.example`, password: 'x' }, from)),
    )
    const limited = (await Promise.all(tries)).filter((message) => message.startsWith('rate_limited'))
    expect(limited).toHaveLength(10)
  })

  test('a disabled member is told what a stranger is told', async () => {
    const { email, membershipId } = business.users.supervisor
    await withBusiness(business.businessId, (tx) =>
      tx.membership.updateMany({ where: { id: membershipId }, data: { disabledAt: new Date() } }),
    )
    expect(await messageOf(signIn({ email, password: PASSWORD }, address()))).toBe('invalid_credentials:4')
  })
})

test('a rate counts exactly, however many count at once', async () => {
  const key = `test:${newId()}`
  const uses = await Promise.all(Array.from({ length: 40 }, () => takeRate(key, { limit: 25, windowMs: 60_000 })))
  expect(uses.filter(({ left }) => left >= 0)).toHaveLength(25)
})

test('a single-use token is spent once by one of many, for its purpose, in its time', async () => {
  const { businessId, users } = business
  const subject = { businessId, userId: users.agent.userId, membershipId: users.agent.membershipId }
  const token = await mintSingleUseToken('live', subject, 60_000)
  const spent = await Promise.all(Array.from({ length: 20 }, () => spendSingleUseToken('live', token)))
  expect(spent.filter(Boolean)).toEqual([subject])
  const late = await mintSingleUseToken('live', subject, -1)
  expect(await spendSingleUseToken('live', late)).toBeNull()
})
