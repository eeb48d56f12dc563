import { expect, test } from 'vitest'
import { newId } from '#lib/ids.ts'
import { allBusinesses, findAccount, findApiKey, findLogin, findMembership, replacePassword } from './across.ts'
import { createTestBusiness } from './test-business.ts'
import { withBusiness } from './with-business.ts'

test('a sign-in finds the person by e-mail with every business they belong to', async () => {
  const [first, second] = [await createTestBusiness({ passwordHash: 'the hash' }), await createTestBusiness()]
  const { userId, email } = first.users.agent
  await withBusiness(second.businessId, (tx) =>
    tx.membership.create({
      data: {
        businessId: second.businessId,
        id: newId(),
        userId,
        role: 'admin',
        carrierIdentity: `u_${newId().slice(0, 8)}`,
      },
    }),
  )
  const login = await findLogin(email)
  expect(login).toMatchObject({ userId, email, name: 'Test agent', passwordHash: 'the hash', sessionVersion: 1 })
  expect(login!.memberships.map(({ businessId, role }) => ({ businessId, role }))).toEqual([
    { businessId: first.businessId, role: 'agent' },
    { businessId: second.businessId, role: 'admin' },
  ])
  expect(await findLogin('nobody@test.example')).toBeUndefined()
})

test('a request finds its member, also a disabled one, and only in their own business', async () => {
  const [business, other] = [await createTestBusiness(), await createTestBusiness()]
  const { userId, membershipId, carrierIdentity } = business.users.supervisor
  expect(await findMembership(userId, business.businessId)).toMatchObject({
    userId,
    membershipId,
    carrierIdentity,
    role: 'supervisor',
    businessName: 'Test Heating',
    timeZone: 'Europe/London',
    country: 'GB',
    sessionVersion: 1,
    disabledAt: null,
  })
  expect(await findMembership(userId, other.businessId)).toBeUndefined()
  await withBusiness(business.businessId, (tx) =>
    tx.membership.updateMany({ where: { userId }, data: { disabledAt: new Date() } }),
  )
  expect((await findMembership(userId, business.businessId))!.disabledAt).toBeInstanceOf(Date)
})

test('an AccountSid leads to its business and sealed token', async () => {
  const { businessId, account } = await createTestBusiness()
  const found = await findAccount(account.accountSid)
  expect(found).toMatchObject({ businessId, id: account.id, accountSid: account.accountSid })
  expect(found!.authTokenSealed).toMatch(/^v1\./)
  expect(await findAccount('AC00000000000000000000000000000000')).toBeUndefined()
})

test('an API key is found by its hash until it is revoked', async () => {
  const { businessId, users } = await createTestBusiness()
  const [id, keyHash] = [newId(), newId()]
  await withBusiness(businessId, (tx) =>
    tx.apiKey.create({
      data: { businessId, id, name: 'CRM', keyHash, scopes: ['calls:read'], createdBy: users.owner.userId },
    }),
  )
  expect(await findApiKey(keyHash)).toEqual({
    businessId,
    id,
    name: 'CRM',
    scopes: ['calls:read'],
    createdBy: users.owner.userId,
  })
  await withBusiness(businessId, (tx) => tx.apiKey.updateMany({ where: { id }, data: { revokedAt: new Date() } }))
  expect(await findApiKey(keyHash)).toBeUndefined()
})

test('jobs that visit every business get their ids', async () => {
  const { businessId } = await createTestBusiness()
  expect(await allBusinesses()).toContain(businessId)
})

test('a password is replaced by whoever knows the hash it replaces, once, and sessions end', async () => {
  const { users } = await createTestBusiness({ passwordHash: 'old hash' })
  expect(await replacePassword(users.agent.userId, 'another hash', 'new hash')).toBe(false)
  expect(await replacePassword(users.agent.userId, 'old hash', 'new hash')).toBe(true)
  expect(await replacePassword(users.agent.userId, 'old hash', 'third hash')).toBe(false)
  expect(await findLogin(users.agent.email)).toMatchObject({ passwordHash: 'new hash', sessionVersion: 2 })
  expect(await findLogin(users.admin.email)).toMatchObject({ passwordHash: 'old hash', sessionVersion: 1 })
})
