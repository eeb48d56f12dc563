import { randomBytes } from 'node:crypto'
import { hashApiKey, newApiKey } from '#lib/auth/api-key.ts'
import { SCOPES } from '#lib/auth/principal.ts'
import { defaultRules, type Rules } from '#lib/calls/dialling-rules.ts'
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
  /** The text of a key with every scope. */
  apiKey: { id: string; key: string }
  users: Record<Role, TestUser>
}

/** A business of a test's own: one person of each role, a carrier account, one line, an API key, and rules that no test runs into. Nobody's password is known unless its hash is given. */
export async function createTestBusiness({
  passwordHash = 'no password',
  rules = ROOMY,
}: Wanted = {}): Promise<TestBusiness> {
  const business: TestBusiness = {
    businessId: newId(),
    account: newAccount(),
    line: { id: newId(), number: '+442079460111', numberSid: newSid('PN') },
    apiKey: { id: newId(), key: newApiKey() },
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
    await storeAccess(tx, business, rules)
  })
  return business
}

interface Wanted {
  passwordHash?: string
  rules?: Rules
}

const ROOMY: Rules = {
  ...defaultRules('GB'),
  countries: ['*'],
  perActorMinute: 10_000,
  perActorHour: 10_000,
  perActorDay: 10_000,
  perBusinessMinute: 10_000,
  perBusinessDay: 10_000,
  sameNumber: 10_000,
  concurrent: 10_000,
  dailySpend: 100_000,
}

async function storeAccess(tx: Tx, { businessId, apiKey: { id, key } }: TestBusiness, rules: Rules): Promise<void> {
  const data = { businessId, id, name: 'Test key', keyHash: hashApiKey(key), scopes: [...SCOPES] }
  await tx.apiKey.create({ data })
  await tx.diallingRules.create({ data: { businessId, ...rules } })
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
