import { QualityReport, reportQuality } from '#lib/calls/report-quality.ts'
import { nothing, route } from '#lib/http/route.ts'

export const POST = route({
  summary: 'Report how a call sounded',
  input: QualityReport,
  run: reportQuality,
  output: nothing,
})
