import { z } from 'zod'
import type { Principal } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { fileUrl } from '#lib/storage/file-link.ts'

export type ExportRow = Awaited<ReturnType<Tx['export']['findFirstOrThrow']>>

/** An export as its maker sees it; download_url opens the file for five minutes, and a new one comes with each answer. */
export const ExportView = z.object({
  id: z.uuid(),
  filter: z.record(z.string(), z.string()),
  status: z.enum(['queued', 'running', 'ready', 'failed', 'expired']),
  rows: z.int(),
  total: z.int().nullable(),
  bytes: z.int().nullable(),
  reason: z.string().nullable(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  download_url: z.url().nullable(),
})

export const exportView = (row: ExportRow, principal: Principal) => ({
  id: row.id,
  filter: row.filter,
  status: row.status,
  rows: row.rows,
  total: row.total,
  bytes: row.bytes,
  reason: row.reason,
  created_at: row.createdAt,
  expires_at: row.expiresAt,
  download_url: isOpen(row) ? fileUrl('exports', row.id, principal) : null,
})

/** Whether its file can be had. */
export const isOpen = ({ status, expiresAt }: ExportRow): boolean =>
  status === 'ready' && expiresAt !== null && expiresAt > new Date()

/** Where its file lies in the store. */
export const placeOf = (businessId: string, id: string): string => `exports/${businessId}/${id}.csv`
