'use client'
import { CircleAlert, Lock, LockOpen, type LucideIcon, Trash2 } from 'lucide-react'
import Link from 'next/link'
import useSWR from 'swr'
import { useTimes } from '#components/desk/use-times.ts'
import { ApiError } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Note } from '#components/ui/note.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Proof, Removals } from '#lib/recordings/recording-answers.ts'
import { RetentionForm } from './retention-form.tsx'
import { Section } from './section.tsx'
import { SettingsFrame } from './settings-frame.tsx'

const t = messages.settings.retention

/** How long recordings are kept, what is held whatever its age, and the proof of what went. */
export function RetentionPage() {
  const { data, error, mutate } = useSWR<Removals>(KEYS.removals(null))
  const failure = error instanceof ApiError ? error : null
  return (
    <SettingsFrame>
      {failure && (
        <Note
          role="alert"
          tone="problem"
          icon={CircleAlert}
          title={failure.message}
          code={failure.code}
          className="m-4"
        />
      )}
      {!data && !failure && <Skeleton className="m-4 h-40" />}
      {data && (
        <>
          <Section title={t.title} lead={t.lead}>
            <RetentionForm
              key={data.data.retention_days}
              kept={data.data.retention_days}
              onSaved={() => void mutate()}
            />
          </Section>
          <Section title={t.now}>
            <Figures figures={data.data} />
          </Section>
          <Section title={t.proofs} lead={t.proofsLead}>
            {data.data.proofs.length === 0 ? <Empty title={t.none} /> : <Proofs proofs={data.data.proofs} />}
          </Section>
        </>
      )}
    </SettingsFrame>
  )
}

const Figures = ({ figures: { stored, held, due } }: { figures: Removals['data'] }) => (
  <>
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {[
        [t.stored, stored],
        [t.held, held],
        [t.due, due],
      ].map(([name, count]) => (
        <div key={name}>
          <dt className="text-12 text-ink-3">{name}</dt>
          <dd className="figures font-medium">{t.count(Number(count))}</dd>
        </div>
      ))}
    </dl>
    <p className="text-12 text-ink-3">{t.heldLead}</p>
  </>
)

const LOOKS: Record<Proof['action'], LucideIcon> = { deleted: Trash2, held: Lock, released: LockOpen }

const Proofs = ({ proofs }: { proofs: Proof[] }) => (
  <ol className="flex flex-col">
    {proofs.map((proof) => (
      <ProofRow key={proof.id} proof={proof} />
    ))}
  </ol>
)

/** One proof: what was done, by whom and why, and of which bytes. */
function ProofRow({
  proof: { action, actor, actor_name: name, reason, call_id: callId, sha256, bytes, at },
}: {
  proof: Proof
}) {
  const times = useTimes()
  const who = name ?? (actor.startsWith('job:') ? t.byRule : actor)
  return (
    <li className="flex gap-3 border-b border-line py-2 last:border-0">
      <span className="pt-0.5 text-ink-3">
        <Icon of={LOOKS[action]} size={14} />
      </span>
      <div className="min-w-0 flex-1">
        <span className="font-medium">{t.actions[action]}</span>{' '}
        <Link href={`/calls/${callId}`} className="text-accent-ink underline underline-offset-2">
          {t.call}
        </Link>
        <div className="text-12 break-words text-ink-3">
          <time dateTime={at} className="figures">
            {times.exact(at)}
          </time>
          {` · ${[who, t.reasonOf(reason), bytes !== null && messages.exports.size(bytes)].filter(Boolean).join(' · ')}`}
        </div>
        {sha256 && <code className="block text-11 break-all text-ink-3 select-all">{`SHA-256 ${sha256}`}</code>}
      </div>
    </li>
  )
}
