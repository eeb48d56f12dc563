import { hashPassword } from '#lib/auth/password.ts'
import { secretPlace, secretsKey } from '#lib/carrier/load-carrier.ts'
import { setUpApplication, setUpNumber } from '#lib/carrier/set-up.ts'
import { findLogin } from '#lib/db/across.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { SettingError } from '#lib/env.ts'
import { newCarrierIdentity, newId } from '#lib/ids.ts'
import { sealSecret } from '#lib/sealed-secret.ts'
import { asOwner } from './as-owner.ts'
import type { SeedAccount } from './seed-settings.ts'

export interface SeedBusiness {
  id: string
  name: string
  country: string
  timeZone: string
  recordCalls: boolean
  lines: readonly { number: string; label: string }[]
  people: readonly { email: string; name: string; role: string }[]
}

/** Makes a business what it should be, however much of it is there already, and points its carrier account at us. */
export async function seedBusiness(
  business: SeedBusiness,
  account: SeedAccount,
  { password, obtainNumbers }: { password: string; obtainNumbers: boolean },
): Promise<void> {
  const { id, name, country, timeZone, recordCalls } = business
  const accountId = await withBusiness(id, async (tx) => {
    await tx.business.createMany({ data: { id, name, country, timeZone, recordCalls }, skipDuplicates: true })
    return storeAccount(tx, id, account)
  })
  for (const person of business.people) await seedPerson(id, person, password)
  const vendorAccount = {
    accountSid: account.sid,
    authToken: account.authToken,
    apiKeySid: account.keySid,
    apiKeySecret: account.keySecret,
    applicationSid: account.appSid,
  }
  await setUpApplication(vendorAccount)
  for (const line of business.lines) {
    const numberSid = await setUpNumber(vendorAccount, line.number, obtainNumbers)
    if (!numberSid) throw new SettingError(`TWILIO_PHONE_NUMBER ${line.number} does not belong to the account`)
    await withBusiness(id, (tx) =>
      tx.phoneNumber.upsert({
        where: { businessId_number: { businessId: id, number: line.number } },
        create: { businessId: id, id: newId(), carrierAccountId: accountId, numberSid, ...line },
        update: { numberSid, carrierAccountId: accountId },
      }),
    )
  }
}

async function storeAccount(tx: Tx, businessId: string, account: SeedAccount): Promise<string> {
  const data = {
    accountSid: account.sid,
    authTokenSealed: sealSecret(account.authToken, secretPlace(account.sid, 'auth_token'), secretsKey()),
    apiKeySid: account.keySid,
    apiKeySecretSealed: sealSecret(account.keySecret, secretPlace(account.sid, 'api_key_secret'), secretsKey()),
    applicationSid: account.appSid,
  }
  const known = await tx.carrierAccount.findFirst({ where: { userId: null }, select: { id: true } })
  if (!known) return (await tx.carrierAccount.create({ data: { businessId, id: newId(), ...data } })).id
  await tx.carrierAccount.update({ where: { businessId_id: { businessId, id: known.id } }, data })
  return known.id
}

/** A person's row is visible only through a membership, so it is inserted without reading it back. */
async function seedPerson(businessId: string, { email, name, role }: SeedBusiness['people'][number], password: string) {
  const login = await findLogin(email)
  if (login?.memberships.some((membership) => membership.businessId === businessId)) return
  const known = login?.userId ?? (await findUser(email))
  const userId = known ?? newId()
  const passwordHash = known ? '' : await hashPassword(password)
  await withBusiness(businessId, async (tx) => {
    if (!known) {
      await tx.$executeRaw`insert into users (id, email, name, password_hash)
        values (${userId}::uuid, ${email}, ${name}, ${passwordHash})`
    }
    await tx.membership.create({
      data: { businessId, id: newId(), userId, role, carrierIdentity: newCarrierIdentity() },
    })
  })
}

/** The id of somebody who is in no business any more, as after a reset: a sign-in does not find such a person. */
async function findUser(email: string): Promise<string | undefined> {
  const rows = await asOwner((owner) => owner.$queryRaw<{ id: string }[]>`select id from users where email = ${email}`)
  return rows[0]?.id
}
