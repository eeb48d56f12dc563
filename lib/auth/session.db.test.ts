import { encode } from 'next-auth/jwt'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { callerOf } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness, type TestUser } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { changePassword } from '#lib/users/change-password.ts'
import { hashPassword } from './password.ts'
import { requireSession } from './session.ts'
import { sessionCookie } from './session-cookie.ts'
import { signIn } from './sign-in.ts'

/** The one cookie of the request under test; next/headers works inside Next only. */
const jar = vi.hoisted(() => ({ cookie: undefined as string | undefined }))
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) => (jar.cookie && name === sessionCookie().name ? { value: jar.cookie } : undefined),
  }),
}))

const PASSWORD = 'correct horse'
let business: TestBusiness
beforeAll(async () => {
  business = await createTestBusiness({ passwordHash: await hashPassword(PASSWORD) })
})
beforeEach(() => {
  jar.cookie = undefined
})

const cookieFor = (
  user: TestUser,
  businessId = business.businessId,
  sessionVersion = 1,
  secret = env().NEXTAUTH_SECRET,
) => encode({ token: { userId: user.userId, businessId, sessionVersion }, secret })

const codeOf = () =>
  requireSession().then(
    () => 'in',
    (error: { code: string }) => error.code,
  )

describe('a session', () => {
  test('is a member of a business, as they are now', async () => {
    const { agent } = business.users
    jar.cookie = await cookieFor(agent)
    expect(await requireSession()).toMatchObject({
      userId: agent.userId,
      businessId: business.businessId,
      role: 'agent',
      carrierIdentity: agent.carrierIdentity,
    })
  })

  test('is nobody without a cookie, with another secret’s, in a business they are not in, under an older version', async () => {
    const { agent } = business.users
    const other = await createTestBusiness()
    expect(await codeOf()).toBe('not_signed_in')
    jar.cookie = await cookieFor(agent, business.businessId, 1, 'x'.repeat(40))
    expect(await codeOf()).toBe('not_signed_in')
    jar.cookie = await cookieFor(agent, other.businessId)
    expect(await codeOf()).toBe('session_ended')
    jar.cookie = await cookieFor(agent, business.businessId, 0)
    expect(await codeOf()).toBe('session_ended')
  })

  test('of a disabled member ends within five seconds', async () => {
    const { supervisor } = business.users
    jar.cookie = await cookieFor(supervisor)
    expect(await codeOf()).toBe('in')
    await withBusiness(business.businessId, (tx) =>
      tx.membership.updateMany({ where: { id: supervisor.membershipId }, data: { disabledAt: new Date() } }),
    )
    await expect.poll(codeOf, { timeout: 5000 }).toBe('session_ended')
  })

  test('ends within five seconds when its password was changed, and the new password opens a new one', async () => {
    const { admin } = business.users
    jar.cookie = await cookieFor(admin)
    expect(await codeOf()).toBe('in')
    const caller = callerOf(business, admin)
    await expect(
      changePassword(caller, { currentPassword: 'wrong', newPassword: 'battery staple' }),
    ).rejects.toMatchObject({ code: 'invalid_credentials', field: 'currentPassword' })
    await changePassword(caller, { currentPassword: PASSWORD, newPassword: 'battery staple' })
    await expect.poll(codeOf, { timeout: 5000 }).toBe('session_ended')
    const session = await signIn({ email: admin.email, password: 'battery staple' }, 'test-session')
    expect(session.sessionVersion).toBe(2)
    await expect(signIn({ email: admin.email, password: PASSWORD }, 'test-session')).rejects.toThrow(
      'invalid_credentials',
    )
  })
})
