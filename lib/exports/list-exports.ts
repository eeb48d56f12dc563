import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { actorOf, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import type { PrivateFile } from '#lib/http/file-route.ts'
import type { FileLink } from '#lib/storage/file-link.ts'
import { exportView, isOpen, placeOf } from './export-view.ts'

export const ExportId = z.object({ id: z.uuid() })

/** The newest fifty exports of whoever asks. */
export async function listExports({ principal }: Caller) {
  authorise(principal, 'calls:export')
  const rows = await withBusiness(principal.businessId, (tx) =>
    tx.export.findMany({ where: { actor: actorOf(principal) }, orderBy: { createdAt: 'desc' }, take: 50 }),
  )
  return { success: true, data: { exports: rows.map((row) => exportView(row, principal)) } }
}

/** One export of whoever asks: how far it is, and its file once it is there. */
export async function getExport({ principal }: Caller, { id }: z.infer<typeof ExportId>) {
  authorise(principal, 'calls:export')
  const row = await withBusiness(principal.businessId, (tx) =>
    tx.export.findFirst({ where: { id, actor: actorOf(principal) } }),
  )
  if (!row) throw new AppError('not_found', 'There is no such export.')
  return { success: true, data: exportView(row, principal) }
}

/** The file of an export, for whoever has a link that we made; the download is written down as its maker's. */
export function linkedExport({ id, businessId, actor }: FileLink, address: string): Promise<PrivateFile> {
  return withBusiness(businessId, async (tx) => {
    const row = await tx.export.findFirst({ where: { id, actor } })
    if (!row || !isOpen(row)) throw new AppError('not_found', 'There is no such export any more.')
    const by = { businessId, actor, address }
    await writeAudit(tx, by, { action: 'export.download', subjectType: 'export', subjectId: id })
    const name = `calls-${row.createdAt.toISOString().slice(0, 10)}.csv`
    return { path: placeOf(businessId, id), bytes: row.bytes!, type: 'text/csv; charset=utf-8', name }
  })
}
