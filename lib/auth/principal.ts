import type { Role } from '#lib/db/across.ts'
import { AppError } from '#lib/errors.ts'

/** What an API key may be allowed to do. */
export const SCOPES = [
  'calls:place',
  'calls:read',
  'calls:write',
  'calls:delete',
  'calls:export',
  'calls:end',
  'voice:token',
] as const
export type Scope = (typeof SCOPES)[number]

/**
 * What a role or key may do; a verb asks for one of these before anything else. calls:end is about anybody's calls,
 * calls:delete about whatever is kept of a call and how long: recordings, transcripts, legal hold.
 */
export type Permission = Scope | 'calls:take' | 'ledger:read' | 'keys:manage' | 'rules:manage' | 'assistants:manage'

const AGENT: readonly Permission[] = ['calls:place', 'calls:take', 'calls:read', 'calls:write', 'voice:token']
const SUPERVISOR: readonly Permission[] = [...AGENT, 'calls:end', 'calls:export']
const ADMIN: readonly Permission[] = [
  ...SUPERVISOR,
  'calls:delete',
  'ledger:read',
  'keys:manage',
  'rules:manage',
  'assistants:manage',
]
const PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(ADMIN),
  admin: new Set(ADMIN),
  supervisor: new Set(SUPERVISOR),
  agent: new Set(AGENT),
}

interface OfBusiness {
  businessId: string
  name: string
  business: { id: string; name: string; country: string; timeZone: string }
}

/** A person as a member of one business. */
export interface UserPrincipal extends OfBusiness {
  kind: 'user'
  userId: string
  membershipId: string
  role: Role
  sessionVersion: number
  carrierIdentity: string
  email: string
}

/** A program of a business's own, by its API key. */
export interface KeyPrincipal extends OfBusiness {
  kind: 'key'
  keyId: string
  scopes: readonly string[]
}

/** Who asks. */
export type Principal = UserPrincipal | KeyPrincipal

/** Who asks, and from where: the first argument of every verb that a route can name. */
export interface Caller {
  principal: Principal
  /** What they proved it with: the session's cookie, a key itself, or a token made from one of the two. */
  credential: 'session' | 'key' | 'token'
  address: string
  /** The Idempotency-Key header, where the caller sent one. */
  idempotencyKey: string | null
}

/** Whether the principal's role or scopes allow this. */
export const may = (principal: Principal, permission: Permission): boolean =>
  principal.kind === 'user' ? PERMISSIONS[principal.role].has(permission) : principal.scopes.includes(permission)

/** Throws `forbidden` unless the principal's role or scopes allow this. */
export function authorise(principal: Principal, permission: Permission): void {
  if (may(principal, permission)) return
  if (principal.kind === 'key') {
    throw new AppError('forbidden', `This API key has no scope ${permission}.`, { action: 'Use a key that has it.' })
  }
  throw new AppError('forbidden', 'Your role does not allow this.', { action: 'Ask an admin of your business.' })
}

/** The person who asks; throws `forbidden` to an API key, which has no phone, no calls and no password of its own. */
export function asUser(principal: Principal): UserPrincipal {
  if (principal.kind === 'user') return principal
  throw new AppError('forbidden', 'Only a person can do this, not an API key.')
}

/** The one who asks, as audit entries and limits name them. */
export const actorOf = (principal: Principal): `${'user' | 'key'}:${string}` =>
  principal.kind === 'user' ? `user:${principal.userId}` : `key:${principal.keyId}`
