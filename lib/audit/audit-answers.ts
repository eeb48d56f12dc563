import { z } from 'zod'

/** Who did what to what, from where. */
const AuditEntry = z.object({
  id: z.uuid(),
  actor: z.string(),
  actorName: z.string().nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
  at: z.iso.datetime(),
})
export type AuditEntry = z.output<typeof AuditEntry>

export const AuditList = z.object({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() })
export type AuditList = z.output<typeof AuditList>
