'use client'
import { Check, CircleAlert, Clock, Download, LoaderCircle, type LucideIcon, Trash2 } from 'lucide-react'
import { useTimes } from '#components/desk/use-times.ts'
import { fetchJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Chip, type Tone } from '#components/ui/chip.tsx'
import type { ExportView } from '#lib/exports/export-answers.ts'
import { useFiltersText } from './use-filters-text.ts'

const t = messages.exports
const LOOKS: Record<ExportView['status'], [Tone, LucideIcon]> = {
  queued: ['ended', Clock],
  running: ['hold', LoaderCircle],
  ready: ['live', Check],
  failed: ['problem', CircleAlert],
  expired: ['ended', Trash2],
}

/** One file: which calls it has, how far it is, and the file itself for as long as it is kept. */
export function ExportRow({ item }: { item: ExportView }) {
  const times = useTimes()
  const what = useFiltersText()(new URLSearchParams(item.filter), item.chosen)
  const [tone, icon] = LOOKS[item.status]
  const facts = [
    item.status === 'ready' && t.rows(item.rows),
    item.status === 'ready' && item.bytes !== null && t.size(item.bytes),
    t.made(times.when(item.created_at)),
    item.status === 'ready' && item.expires_at && t.until(times.when(item.expires_at)),
  ].filter(Boolean)
  return (
    <li className="flex min-h-13 items-center gap-3 border-b border-line py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium break-words">{what}</span>
          <Chip tone={tone} icon={icon}>
            {t.status[item.status]}
          </Chip>
        </div>
        <div className="text-12 text-ink-3">{facts.join(' · ')}</div>
        {item.status === 'running' && <Progress rows={item.rows} total={item.total} what={what} />}
        {item.reason && <div className="text-12 text-problem-ink">{item.reason}</div>}
      </div>
      {item.download_url && (
        <Button size="small" icon={Download} aria-label={t.downloadOf(what)} onClick={() => void download(item.id)}>
          {t.download}
        </Button>
      )}
    </li>
  )
}

function Progress({ rows, total, what }: { rows: number; total: number | null; what: string }) {
  const text = t.progress(rows, total)
  return (
    <div className="flex items-center gap-2 pt-1 text-12 text-ink-2">
      <progress aria-label={what} value={rows} max={Math.max(1, total ?? 1)} className="h-1 flex-1 accent-(--accent)" />
      <span className="figures">{text}</span>
    </div>
  )
}

/** A link is good for five minutes and the page may be older: the click takes a new one. */
async function download(id: string): Promise<void> {
  const { data } = await fetchJson<{ data: ExportView }>(`${KEYS.exports}/${id}`)
  if (data.download_url) window.location.assign(data.download_url)
}
