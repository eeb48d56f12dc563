import { open, rm } from 'node:fs/promises'
import { callCondition } from '#lib/calls/call-filter.ts'
import { sql } from '#lib/db/sql.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { log } from '#lib/log.ts'
import { newIncomingPath } from '#lib/storage/incoming.ts'
import { openStore } from '#lib/storage/store.ts'
import { syncFile } from '#lib/storage/sync-file.ts'
import { csvHead } from './csv.ts'
import { ExportFilter } from './export-filter.ts'
import { placeOf } from './export-view.ts'
import { readRows } from './read-rows.ts'

const KEPT_MS = 24 * 3_600_000
/** Each telling is a commit, and pages read again. */
const TOLD_EVERY_MS = 1_000

interface Progress {
  status?: 'running' | 'ready' | 'failed'
  rows?: number
  total?: number
  bytes?: number
  reason?: string
  expiresAt?: Date
}

/** Writes an export's file and tells how far it is. One that was cut off begins anew; one that fails says so and is left. */
export async function writeExport(businessId: string, { exportId: id }: { exportId: string }): Promise<void> {
  const wanted = await begin(businessId, id)
  if (!wanted) return
  const path = await newIncomingPath()
  const tell = (progress: Progress) => note(businessId, id, progress)
  try {
    const written = await write(path, readRows({ businessId, ...wanted }), (rows) => tell({ rows }))
    await (await openStore()).keep(placeOf(businessId, id), path, 'text/csv; charset=utf-8')
    await tell({ status: 'ready', ...written, total: written.rows, expiresAt: new Date(Date.now() + KEPT_MS) })
  } catch (error) {
    log.error('an export failed', { exportId: id, error })
    await tell({ status: 'failed', reason: 'Something went wrong on our side. Try again in a moment.' })
  } finally {
    await rm(path, { force: true })
  }
}

/** What is to be written; nothing when it was already. */
async function begin(businessId: string, id: string) {
  return withBusiness(businessId, async (tx) => {
    const row = await tx.export.findFirst({ where: { id, status: { in: ['queued', 'running'] } } })
    if (!row) return null
    const { timeZone } = await tx.business.findUniqueOrThrow({ where: { id: businessId } })
    const filter = ExportFilter.parse(row.filter)
    const [counted] = await tx.$queryRaw<{ total: number }[]>(
      sql`select count(*)::int as total from calls c where ${await callCondition(tx, filter, timeZone)}`,
    )
    await tx.export.update({
      where: { businessId_id: { businessId, id } },
      data: { status: 'running', rows: 0, total: counted!.total },
    })
    return { timeZone, filter }
  })
}

async function write(path: string, batches: ReturnType<typeof readRows>, tell: (rows: number) => Promise<void>) {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(csvHead())
    let [rows, toldAt] = [0, Date.now()]
    for await (const batch of batches) {
      await file.writeFile(batch.text)
      rows += batch.rows
      if (Date.now() - toldAt < TOLD_EVERY_MS) continue
      await tell(rows)
      toldAt = Date.now()
    }
    return { rows, bytes: (await file.stat()).size }
  } finally {
    await syncFile(file)
  }
}

const note = (businessId: string, id: string, data: Progress) =>
  withBusiness(businessId, async (tx) => {
    await tx.export.update({ where: { businessId_id: { businessId, id } }, data })
    await publish(tx, businessId, { type: 'export.changed', exportId: id })
  })
