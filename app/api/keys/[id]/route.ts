import { KeyId, revokeKey } from '#lib/auth/manage-keys.ts'
import { route } from '#lib/http/route.ts'

export const DELETE = route({ input: KeyId, run: revokeKey })
