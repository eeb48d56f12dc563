import { KeyId, revokeKey } from '#lib/auth/manage-keys.ts'
import { nothing, route } from '#lib/http/route.ts'

export const DELETE = route({ summary: 'Revoke a key', input: KeyId, run: revokeKey, output: nothing })
