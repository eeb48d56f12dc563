import { linkedExport } from '#lib/exports/list-exports.ts'
import { linkedFileRoute } from '#lib/http/file-route.ts'

export const GET = linkedFileRoute({ kind: 'exports', run: linkedExport })
