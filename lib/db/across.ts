import { pool } from './client.ts'

// The functions of schema sec: the only reads across businesses. Each is listed in the first migration and tested by name.

export type Role = 'owner' | 'admin' | 'supervisor' | 'agent'

export interface Login {
  userId: string
  email: string
  name: string
  passwordHash: string
  sessionVersion: number
  memberships: LoginMembership[]
}

export interface LoginMembership {
  businessId: string
  businessName: string
  membershipId: string
  role: Role
  carrierIdentity: string
  disabledAt: Date | null
}

type LoginRow = Omit<Login, 'memberships'> & LoginMembership

/** A person by e-mail (already NFKC and lower case) with the businesses they belong to; nothing for somebody who belongs to none. */
export async function findLogin(email: string): Promise<Login | undefined> {
  const rows = await select<LoginRow>(
    `select user_id as "userId", email, name, password_hash as "passwordHash", session_version as "sessionVersion",
       business_id as "businessId", business_name as "businessName", membership_id as "membershipId", role,
       carrier_identity as "carrierIdentity", disabled_at as "disabledAt" from sec.login($1)`,
    [email],
  )
  if (!rows[0]) return undefined
  const { userId, name, passwordHash, sessionVersion } = rows[0]
  const memberships = rows.map(({ businessId, businessName, membershipId, role, carrierIdentity, disabledAt }) => ({
    businessId,
    businessName,
    membershipId,
    role,
    carrierIdentity,
    disabledAt,
  }))
  return { userId, email: rows[0].email, name, passwordHash, sessionVersion, memberships }
}

export interface MembershipSession {
  userId: string
  email: string
  name: string
  sessionVersion: number
  businessId: string
  businessName: string
  timeZone: string
  country: string
  membershipId: string
  role: Role
  carrierIdentity: string
  disabledAt: Date | null
}

/** One member of one business, as every request needs them; a disabled one is returned too. */
export async function findMembership(userId: string, businessId: string): Promise<MembershipSession | undefined> {
  const rows = await select<MembershipSession>(
    `select user_id as "userId", email, name, session_version as "sessionVersion", business_id as "businessId",
       business_name as "businessName", time_zone as "timeZone", country, membership_id as "membershipId", role,
       carrier_identity as "carrierIdentity", disabled_at as "disabledAt" from sec.membership_session($1, $2)`,
    [userId, businessId],
  )
  return rows[0]
}

export interface Account {
  businessId: string
  id: string
  accountSid: string
  authTokenSealed: string
}

/** The carrier account of an AccountSid, to check who signed a webhook. */
export async function findAccount(accountSid: string): Promise<Account | undefined> {
  const rows = await select<Account>(
    `select business_id as "businessId", id, account_sid as "accountSid", auth_token_sealed as "authTokenSealed"
     from sec.account($1)`,
    [accountSid],
  )
  return rows[0]
}

export interface FoundApiKey {
  businessId: string
  id: string
  name: string
  scopes: string[]
  createdBy: string | null
}

/** The API key with this hash, unless it was revoked. */
export async function findApiKey(keyHash: string): Promise<FoundApiKey | undefined> {
  const rows = await select<FoundApiKey>(
    `select business_id as "businessId", id, name, scopes, created_by as "createdBy" from sec.api_key($1)`,
    [keyHash],
  )
  return rows[0]
}

/** Replaces a password's hash and ends all sessions of its user; false when the hash it should replace is not theirs any more. */
export async function replacePassword(userId: string, oldHash: string, newHash: string): Promise<boolean> {
  const rows = await select<{ version: number | null }>('select sec.change_password($1, $2, $3) as version', [
    userId,
    oldHash,
    newHash,
  ])
  return rows[0]?.version != null
}

/** The ids of all businesses, for jobs that visit each in its own context. */
export async function allBusinesses(): Promise<string[]> {
  const rows = await select<{ id: string }>('select businesses as id from sec.businesses()')
  return rows.map((row) => row.id)
}

async function select<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const result = await pool().query<Row>(sql, values)
  return result.rows
}
