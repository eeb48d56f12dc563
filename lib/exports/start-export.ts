import { writeAudit } from '#lib/audit/write-audit.ts'
import { actorOf, authorise, type Caller } from '#lib/auth/principal.ts'
import type { CallFilter } from '#lib/calls/call-filter.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import { exportView, filterView } from './export-view.ts'
import { queryOf } from './filter-query.ts'

/** Has a job write the calls that a filter lets through to a file, for exports that nobody wants to wait for. */
export async function startExport(caller: Caller, wanted: CallFilter) {
  const { principal } = caller
  authorise(principal, 'calls:export')
  const { businessId } = principal
  const [id, filter] = [newId(), queryOf(wanted)]
  const userId = principal.kind === 'user' ? principal.userId : null
  const data = { businessId, id, actor: actorOf(principal), userId, filter, status: 'queued' }
  const created = await withBusiness(businessId, async (tx) => {
    const { filter: by, chosen } = filterView(filter)
    const details = { ...by, ...(chosen !== null && { chosen }) }
    await writeAudit(tx, caller, { action: 'calls.export', subjectType: 'export', subjectId: id, details })
    await enqueue(tx, businessId, 'write-export', { exportId: id }, `write-export:${id}`)
    return tx.export.create({ data })
  })
  return { success: true, message: 'Export started', data: exportView(created, principal) }
}
