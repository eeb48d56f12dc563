import { z } from 'zod'
import { normaliseEmail } from '#lib/auth/email.ts'
import type { Tx } from '#lib/db/with-business.ts'

/** A member who is not disabled, by carrier identity, external id, e-mail or id. */
export function findMember(tx: Tx, name: string) {
  const isId = z.uuid().safeParse(name).success
  return tx.membership.findFirst({
    where: {
      disabledAt: null,
      OR: [
        { carrierIdentity: name },
        { externalId: name },
        { user: { email: normaliseEmail(name) } },
        ...(isId ? [{ userId: name }] : []),
      ],
    },
    select: { userId: true, carrierIdentity: true },
  })
}
