'use client'
import { CircleAlert, Download, FileDown } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { apiFilters, readQuery } from '#components/call-log/log-query.ts'
import { useToday } from '#components/call-log/use-today.ts'
import { ApiError, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Section } from '#components/settings/section.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Note } from '#components/ui/note.tsx'
import { useFiltersText } from './use-filters-text.ts'

const t = messages.exports

/** Takes the calls away that the page's address asks for, by the call log's names: as a prepared file, or at once. */
export function NewExport({ onStarted }: { onStarted: () => void }) {
  const params = new URLSearchParams(useSearchParams())
  const wanted = apiFilters(readQuery(params).filters, useToday())
  const textOf = useFiltersText()
  const { start, isPending, failure } = useStart(wanted, onStarted)
  return (
    <Section title={t.make} lead={t.makeLead}>
      <p className="rounded-md bg-sunken px-3 py-2">
        <span className="font-medium">{textOf(params)}</span>{' '}
        <Link href={`/calls?${params}`} className="text-accent-ink underline underline-offset-2">
          {t.choose}
        </Link>
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" icon={FileDown} pending={isPending} title={t.prepareHint} onClick={() => void start()}>
          {t.prepare}
        </Button>
        <a
          href={`/api/calls/export?${wanted}`}
          download
          title={t.nowHint}
          className="frame inline-flex h-11 items-center gap-1.5 rounded-md px-3 font-medium hover:bg-hover tablet:h-control"
        >
          <Icon of={Download} className="text-ink-2" />
          {t.now}
        </a>
      </div>
      <p className="text-12 text-ink-3">{t.prepareHint}</p>
      {failure && (
        <Note role="alert" tone="problem" icon={CircleAlert} title={t.failed} code={failure.code}>
          {failure.message}
        </Note>
      )}
    </Section>
  )
}

function useStart(wanted: URLSearchParams, onStarted: () => void) {
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<ApiError | null>(null)
  const start = async () => {
    setPending(true)
    try {
      await postJson(KEYS.exports, Object.fromEntries(wanted))
      setFailure(null)
      onStarted()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFailure(error)
    } finally {
      setPending(false)
    }
  }
  return { start, isPending, failure }
}
