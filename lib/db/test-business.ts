import { randomBytes } from 'node:crypto'
import { secretPlace, secretsKey } from '#lib/carrier/load-carrier.ts'
import { newCarrierIdentity, newId, newSid } from '#lib/ids.ts'
import { sealSecret } from '#lib/sealed-secret.ts'
import type { Role } from './across.ts'
import { type Tx, withBusiness } from './with-business.ts'

export interface TestUser {
  userId: string
  membershipId: string
  email: string
  name: string
  role: Role
  carrierIdentity: string
}

export interface TestBusiness {
  businessId: string
  account: {
    id: string
    accountSid: string
    authToken: string
    apiKeySid: string
    apiKeySecret: string
    appSid: string
  }
  line: { id: string; number: string; numberSid: string }
  users: Record<Role, TestUser>
}

/** A business of a test's own: one person of each role, a carrier account, one line. Nobody's password is known unless its hash is given. */
export async function createTestBusiness({ passwordHash = 'no password' } = {}): Promise<TestBusiness> {
  const business: TestBusiness = {
    businessId: newId(),
    account: newAccount(),
    line: { id: newId(), number: '+442079460111', numberSid: newSid('PN') },
    users: {
      owner: newUser('owner'),
      admin: newUser('admin'),
      supervisor: newUser('supervisor'),
      agent: newUser('agent'),
    },
  }
  await withBusiness(business.businessId, async (tx) => {
    await tx.business.create({
      data: { id: business.businessId, name: 'Test Heating', timeZone: 'Europe/London', country: 'GB' },
    })
    await storeUsers(tx, business, passwordHash)
    await storeAccount(tx, business)
  })
  return business
}

const newAccount = () => ({
  id: newId(),
  accountSid: newSid('AC'),
  authToken: randomBytes(16).toString('hex'),
  apiKeySid: newSid('SK'),
  apiKeySecret: randomBytes(16).toString('hex'),
  appSid: newSid('AP'),
})

function newUser(role: Role): TestUser {
  const userId = newId()
  const email = `${role}.${userId}@test.example`
  return { userId, membershipId: newId(), email, name: `Test ${role}`, role, carrierIdentity: newCarrierIdentity() }
}

async function storeUsers(tx: Tx, { businessId, users }: TestBusiness, passwordHash: string): Promise<void> {
  const people = Object.values(users)
  await tx.user.createMany({
    data: people.map(({ userId, email, name }) => ({ id: userId, email, name, passwordHash })),
  })
  await tx.membership.createMany({
    data: people.map(({ userId, membershipId, role, carrierIdentity }) => ({
      businessId,
      id: membershipId,
      userId,
      role,
      carrierIdentity,
    })),
  })
}

async function storeAccount(tx: Tx, { businessId, account, line }: TestBusiness): Promise<void> {
  const { id, accountSid, authToken, apiKeySid, apiKeySecret, appSid } = account
  await tx.carrierAccount.create({
    data: {
      businessId,
      id,
      accountSid,
      authTokenSealed: sealSecret(authToken, secretPlace(accountSid, 'auth_token'), secretsKey()),
      apiKeySid,
      apiKeySecretSealed: sealSecret(apiKeySecret, secretPlace(accountSid, 'api_key_secret'), secretsKey()),
      applicationSid: appSid,
    },
  })
  await tx.phoneNumber.create({ data: { businessId, label: 'Main', carrierAccountId: id, ...line } })
}
