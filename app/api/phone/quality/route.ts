import { QualityReport, reportQuality } from '#lib/calls/report-quality.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({ input: QualityReport, run: reportQuality })
