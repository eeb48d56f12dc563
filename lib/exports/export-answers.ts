import { z } from 'zod'

/** An export as its maker sees it; download_url opens the file for five minutes, and a new one comes with each answer. */
const ExportView = z.object({
  id: z.uuid(),
  filter: z.record(z.string(), z.string()),
  /** Of how many calls one by one, where these were asked for. */
  chosen: z.int().nullable(),
  status: z.enum(['queued', 'running', 'ready', 'failed', 'expired']),
  rows: z.int(),
  total: z.int().nullable(),
  bytes: z.int().nullable(),
  reason: z.string().nullable(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  download_url: z.url().nullable(),
})
export type ExportView = z.output<typeof ExportView>

const Answer = { success: z.literal(true) }

export const OneExport = z.object({ ...Answer, data: ExportView })
export const ExportStarted = z.object({ ...Answer, message: z.string(), data: ExportView })
export const ExportList = z.object({ ...Answer, data: z.object({ exports: z.array(ExportView) }) })
export type ExportList = z.output<typeof ExportList>
