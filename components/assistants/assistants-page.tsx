'use client'
import { AudioLines, Bot, CircleAlert, Plus, Settings2 } from 'lucide-react'
import Link from 'next/link'
import useSWR from 'swr'
import { useDesk } from '#components/desk/desk-context.tsx'
import { ApiError } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { NumberText } from '#components/phone/number-text.tsx'
import { Chip } from '#components/ui/chip.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Note } from '#components/ui/note.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { type Assistant, type AssistantList, managesAssistants } from './assistant.ts'

const t = messages.assistants

/** The assistants of the business: who answers which line, and what each is doing now. */
export function AssistantsPage() {
  const manages = managesAssistants(useDesk().role)
  const { data, error } = useSWR<AssistantList>(KEYS.assistants)
  return (
    <>
      <header className="flex h-13 flex-none items-center gap-2 border-b border-line px-4 tablet:h-bar tablet:px-5">
        <h1 className="flex-1 text-16 font-semibold tablet:text-14">{t.title}</h1>
        {manages && (
          <Link
            href="/assistants/new/instructions"
            className="inline-flex h-9 items-center gap-1.5 rounded-md px-2 text-12 font-medium text-ink-2 hover:bg-hover tablet:h-control-small"
          >
            <Icon of={Plus} size={14} />
            {t.new}
          </Link>
        )}
      </header>
      <ScrollArea>
        {!data && error instanceof ApiError && (
          <Note tone="problem" icon={CircleAlert} title={t.failed} code={error.code} className="m-4" />
        )}
        {data?.assistants.length === 0 && <Empty title={t.empty}>{t.emptyAdvice}</Empty>}
        <ul>
          {data?.assistants.map((assistant) => (
            <Row key={assistant.id} assistant={assistant} manages={manages} />
          ))}
        </ul>
      </ScrollArea>
    </>
  )
}

function Row({ assistant, manages }: { assistant: Assistant; manages: boolean }) {
  const { id, name, lines, live, spent, dailySpend } = assistant
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-3 hover:bg-hover tablet:px-5">
      <span className="inline-grid size-10 flex-none place-items-center rounded-full bg-accent-tint text-accent-ink">
        <Icon of={Bot} size={20} />
      </span>
      <div className="min-w-0 flex-1">
        <Link href={`/assistants/${id}`} className="font-medium">
          {name}
        </Link>
        <div className="truncate text-12 text-ink-3">
          {lines.length === 0 && t.noLine}
          {lines.map(({ number, label }, at) => (
            <span key={number}>
              {at > 0 && ', '}
              {label} <NumberText number={number} />
            </span>
          ))}
        </div>
      </div>
      {live > 0 && (
        <Chip tone="live" icon={AudioLines}>
          {t.live(live)}
        </Chip>
      )}
      <span className="figures hidden text-12 text-ink-3 tablet:block">{t.spent(spent, dailySpend)}</span>
      {manages && (
        <Link
          href={`/assistants/${id}/instructions`}
          aria-label={`${t.instructions}: ${name}`}
          className="inline-grid size-11 place-items-center rounded-md text-ink-2 hover:bg-pressed tablet:size-8"
        >
          <Icon of={Settings2} />
        </Link>
      )}
    </li>
  )
}
