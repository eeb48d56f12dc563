import { AppError } from '#lib/errors.ts'

export const ROLES = ['owner', 'admin', 'supervisor', 'agent'] as const
export type Role = (typeof ROLES)[number]

/** What a role may do; a verb asks for one of these before anything else. */
export type Permission = 'calls:place' | 'calls:take' | 'calls:read'

const EVERYBODY: readonly Permission[] = ['calls:place', 'calls:take', 'calls:read']
const PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(EVERYBODY),
  admin: new Set(EVERYBODY),
  supervisor: new Set(EVERYBODY),
  agent: new Set(EVERYBODY),
}

/** Who asks: a person as a member of one business. */
export interface Principal {
  userId: string
  businessId: string
  membershipId: string
  role: Role
  carrierIdentity: string
  name: string
  email: string
  business: { id: string; name: string; country: string; timeZone: string }
}

/** Who asks, and from where: the first argument of every verb that a route can name. */
export interface Caller {
  principal: Principal
  address: string
  /** The Idempotency-Key header, where the caller sent one. */
  idempotencyKey: string | null
}

/** Throws `forbidden` unless the principal's role may do this. */
export function authorise(principal: Principal, permission: Permission): void {
  if (PERMISSIONS[principal.role].has(permission)) return
  throw new AppError('forbidden', 'Your role does not allow this.', { action: 'Ask an admin of your business.' })
}
