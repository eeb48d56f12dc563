'use client'
import { CircleAlert } from 'lucide-react'
import useSWR from 'swr'
import { ApiError } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Section } from '#components/settings/section.tsx'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Note } from '#components/ui/note.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { ExportList } from '#lib/exports/export-answers.ts'
import { ExportRow } from './export-row.tsx'
import { NewExport } from './new-export.tsx'

const t = messages.exports

/** Calls taken away as files: which ones, at once or prepared, and how far each file is. */
export function ExportsPage() {
  const { data, error, mutate } = useSWR<ExportList>(KEYS.exports)
  const failure = error instanceof ApiError ? error : null
  return (
    <SettingsFrame>
      <NewExport onStarted={() => void mutate()} />
      <Section title={t.list}>
        {failure && <Note role="alert" tone="problem" icon={CircleAlert} title={failure.message} code={failure.code} />}
        {!data && !failure && <Skeleton className="h-20" />}
        {data?.data.exports.length === 0 && <Empty title={t.none}>{t.noneLead}</Empty>}
        {data && data.data.exports.length > 0 && (
          <ul className="flex flex-col">
            {data.data.exports.map((each) => (
              <ExportRow key={each.id} item={each} />
            ))}
          </ul>
        )}
      </Section>
    </SettingsFrame>
  )
}
