import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import type { CallFilter } from '#lib/calls/call-filter.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import type { StreamedFile } from '#lib/http/stream-route.ts'
import { csvHead } from './csv.ts'
import { queryOf } from './filter-query.ts'
import { readRows } from './read-rows.ts'

/** The calls a filter lets through as CSV, however many, read while they are sent. */
export async function exportCalls(caller: Caller, filter: CallFilter): Promise<StreamedFile> {
  const { principal } = caller
  authorise(principal, 'calls:export')
  const { businessId, business } = principal
  await withBusiness(businessId, (tx) =>
    writeAudit(tx, caller, {
      action: 'calls.export',
      subjectType: 'business',
      subjectId: businessId,
      details: queryOf(filter),
    }),
  )
  const day = new Date().toISOString().slice(0, 10)
  const chunks = csvOf(readRows({ businessId, timeZone: business.timeZone, filter }))
  return { type: 'text/csv; charset=utf-8', name: `calls-${day}.csv`, chunks }
}

async function* csvOf(batches: ReturnType<typeof readRows>): AsyncGenerator<string> {
  yield csvHead()
  for await (const { text } of batches) yield text
}
