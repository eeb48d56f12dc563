'use client'
import type { ReactNode } from 'react'
import { messages } from '#components/messages/messages.ts'
import { NumberText } from '#components/phone/number-text.tsx'
import { Avatar } from '#components/ui/avatar.tsx'
import { PartsTable } from './parts-table.tsx'
import { type Period, tallyOf } from './stats.ts'

const t = messages.stats

/** Calls by who took or placed them; those that nobody took are a row as well. */
export function AgentParts({ period }: { period: Period }) {
  const nameOf = ({ user_id, name }: Period['agents'][number]) =>
    user_id === null ? t.nobody : (name ?? t.formerMember)
  return (
    <Named title={t.parts.agents.title}>
      <PartsTable
        head={t.parts.agents.head}
        total={tallyOf(period.totals)}
        parts={period.agents.map((agent) => ({
          ...agent,
          key: agent.user_id ?? 'nobody',
          name: (
            <span className="flex items-center gap-2">
              <span className="flex max-tablet:hidden">
                <Avatar name={agent.name} size={24} />
              </span>
              <span className="break-words tablet:truncate">{nameOf(agent)}</span>
            </span>
          ),
          part: { user_id: agent.user_id ?? 'nobody' },
        }))}
      />
    </Named>
  )
}

export function LineParts({ period }: { period: Period }) {
  return (
    <Named title={t.parts.lines.title}>
      <PartsTable
        head={t.parts.lines.head}
        total={tallyOf(period.totals)}
        parts={period.lines.map((line) => ({
          ...line,
          key: line.phone_number,
          name: line.label || <NumberText number={line.phone_number} />,
          part: { phone_number: line.phone_number },
        }))}
      />
    </Named>
  )
}

/** Calls by tag; they do not add up, and it says so. */
export function TagParts({ period: { tags } }: { period: Period }) {
  return (
    <Named title={t.parts.tags.title}>
      {tags.length === 0 ? (
        <p className="text-12 text-ink-3">{t.noTags}</p>
      ) : (
        <>
          <PartsTable
            head={t.parts.tags.head}
            parts={tags.map((tag) => ({ ...tag, key: tag.tag, name: tag.tag, part: { tags: tag.tag } }))}
          />
          <p className="text-12 text-ink-3">{t.tagsNote}</p>
        </>
      )}
    </Named>
  )
}

const Named = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex min-w-0 flex-col gap-1 px-4 py-3 tablet:px-5">
    <h2 className="font-semibold">{title}</h2>
    {children}
  </section>
)
