import { AuditList } from '#lib/audit/audit-answers.ts'
import { ListAudit, listAudit } from '#lib/audit/list-audit.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({
  summary: 'Read who did what, the newest first',
  input: ListAudit,
  run: listAudit,
  output: AuditList,
})
