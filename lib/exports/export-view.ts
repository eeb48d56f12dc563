import { z } from 'zod'
import type { Principal } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { fileUrl } from '#lib/storage/file-link.ts'

export type ExportRow = Awaited<ReturnType<Tx['export']['findFirstOrThrow']>>

const Filter = z.record(z.string(), z.string())

/** An export as its maker sees it, with a link that opens it for them. */
export const exportView = (row: ExportRow, principal: Principal) => ({
  id: row.id,
  ...filterView(Filter.parse(row.filter)),
  status: row.status,
  rows: row.rows,
  total: row.total,
  bytes: row.bytes,
  reason: row.reason,
  created_at: row.createdAt,
  expires_at: row.expiresAt,
  download_url: isOpen(row) ? fileUrl('exports', row.id, principal) : null,
})

/** A filter with the number of calls in the place of their ids, which may be thousands. */
export const filterView = ({ ids, ...filter }: Record<string, string>) => ({
  filter,
  chosen: ids === undefined ? null : ids.split(',').length,
})

/** Whether its file can be had. */
export const isOpen = ({ status, expiresAt }: ExportRow): boolean =>
  status === 'ready' && expiresAt !== null && expiresAt > new Date()

/** Where its file lies in the store. */
export const placeOf = (businessId: string, id: string): string => `exports/${businessId}/${id}.csv`
