/** An export as its endpoint tells it; times in ISO 8601. */
export interface CallExport {
  id: string
  filter: Record<string, string>
  status: 'queued' | 'running' | 'ready' | 'failed' | 'expired'
  rows: number
  total: number | null
  bytes: number | null
  reason: string | null
  created_at: string
  expires_at: string | null
  /** Opens the file for five minutes. */
  download_url: string | null
}
