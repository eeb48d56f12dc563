import { z } from 'zod'

const time = z.iso.datetime()

const Key = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  lastUsedAt: time.nullable(),
  revokedAt: time.nullable(),
  createdAt: time,
})
export type Key = z.output<typeof Key>
export const KeyList = z.object({ keys: z.array(Key) })
export type KeyList = z.output<typeof KeyList>

/** The key's text is in this answer and nowhere else. */
export const KeyMade = Key.pick({ id: true, name: true, scopes: true }).extend({ key: z.string() })
export type KeyMade = z.output<typeof KeyMade>

export const ApiToken = z.object({ token: z.string(), expiresAt: time })
export const CallToken = z.object({ token: z.string() })
export const LiveTicket = z.object({ ticket: z.string() })
