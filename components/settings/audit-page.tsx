'use client'
import { CircleAlert } from 'lucide-react'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import useSWRInfinite from 'swr/infinite'
import { useTimes } from '#components/desk/use-times.ts'
import { ApiError } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Note } from '#components/ui/note.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { AuditEntry, AuditList } from '#lib/audit/audit-answers.ts'
import { Choice } from './choice.tsx'
import { SettingsFrame } from './settings-frame.tsx'

const t = messages.settings.audit
const ALL = 'all'

/** Who did what to what, the newest first; the filter stands in the address. */
export function AuditPage() {
  const router = useRouter()
  const action = useSearchParams().get('action') ?? ALL
  const { data, error, size, setSize, isValidating } = useSWRInfinite<AuditList>(
    (index: number, before: AuditList | null) =>
      before && !before.nextCursor ? null : KEYS.audit(action === ALL ? null : action, before?.nextCursor ?? null),
  )
  const entries = data?.flatMap((page) => page.entries)
  const failure = error instanceof ApiError ? error : null
  return (
    <SettingsFrame>
      <div className="flex max-w-200 flex-col gap-4 px-4 py-5 tablet:px-5">
        <div className="max-w-70">
          <Choice
            label={t.filter}
            value={action}
            options={[ALL, ...Object.keys(t.kinds)].map((value) => ({
              value,
              text: value === ALL ? t.all : t.kinds[value as keyof typeof t.kinds],
            }))}
            onChange={(next) => router.replace(next === ALL ? '/settings/audit' : `/settings/audit?action=${next}`)}
          />
        </div>
        {failure && <Note tone="problem" icon={CircleAlert} title={failure.message} code={failure.code} />}
        {!entries && !failure && <Skeleton className="h-40" />}
        {entries?.length === 0 && <Empty title={t.none} />}
        {entries && entries.length > 0 && (
          <ol className="flex flex-col">
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
        {data?.at(-1)?.nextCursor && (
          <Button className="self-start" pending={isValidating} onClick={() => void setSize(size + 1)}>
            {t.more}
          </Button>
        )}
      </div>
    </SettingsFrame>
  )
}

function EntryRow({
  entry: { action, actor, actorName, subjectType, subjectId, address, details, at },
}: {
  entry: AuditEntry
}) {
  const times = useTimes()
  const callId = subjectType === 'call' ? subjectId : typeof details.callId === 'string' ? details.callId : null
  return (
    <li className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 border-b border-line py-2 last:border-0">
      <time dateTime={at} className="figures text-12 leading-5 text-ink-3">
        {times.exact(at)}
      </time>
      <div className="min-w-0">
        <span className="font-medium">{actorName ?? actor}</span> {t.deeds[action] ?? action}{' '}
        {callId && (
          <Link href={`/calls/${callId}`} className="text-accent-ink underline underline-offset-2">
            {t.call}
          </Link>
        )}
        <div className="truncate text-12 text-ink-3">
          {[address, ...detailsOf(details)].filter(Boolean).join(' · ')}
        </div>
      </div>
    </li>
  )
}

const detailsOf = (details: Record<string, unknown>) =>
  Object.entries(details)
    .filter(([name]) => name !== 'callId')
    .map(([name, value]) => `${name} ${String(value)}`)
