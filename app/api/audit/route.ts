import { ListAudit, listAudit } from '#lib/audit/list-audit.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ input: ListAudit, run: listAudit })
