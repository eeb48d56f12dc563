'use client'
import { Check, CircleAlert, Tag, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { TagInput } from '#components/calls/tag-input.tsx'
import { useChoices } from '#components/calls/use-choices.ts'
import { useMark } from '#components/calls/use-mark.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Note } from '#components/ui/note.tsx'
import { ExportChosen } from './export-chosen.tsx'

const t = messages.callLog.bulk

interface BulkBarProps {
  ids: string[]
  onClear: () => void
}

/** What can be done with the calls that are selected; it stands where the filters stood. */
export function BulkBar({ ids, onClear }: BulkBarProps) {
  const { mark, failure, isPending } = useMark()
  const [exportFailure, setExportFailure] = useState<string | null>(null)
  return (
    <section aria-label={t.label} className="flex-none border-b border-line bg-accent-tint">
      <div className="flex min-h-11 flex-wrap items-center gap-2 px-4 py-1.5 tablet:px-5">
        <span role="status" className="figures font-medium">
          {t.count(ids.length)}
        </span>
        <span className="flex-1" />
        <TagForm isPending={isPending} onTag={(tag) => void mark(ids, { add_tags: [tag] })} />
        <Button size="small" icon={Check} pending={isPending} onClick={() => void mark(ids, { reviewed: true })}>
          {t.review}
        </Button>
        <ExportChosen ids={ids} onFail={setExportFailure} />
        <Button kind="quiet" size="small" icon={X} aria-label={t.clear} title={`${t.clear} (Esc)`} onClick={onClear} />
      </div>
      {failure && <Failed title={t.failed} code={failure.code} />}
      {exportFailure && <Failed title={t.notExported} code={exportFailure} />}
    </section>
  )
}

const Failed = ({ title, code }: { title: string; code: string }) => (
  <Note role="alert" tone="problem" icon={CircleAlert} title={title} className="mx-4 mb-2">
    {messages.ended.code(code)}
  </Note>
)

function TagForm({ isPending, onTag }: { isPending: boolean; onTag: (tag: string) => void }) {
  const [tag, setTag] = useState('')
  const { tags } = useChoices()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onTag(tag.trim())
    setTag('')
  }
  return (
    <form onSubmit={submit} className="flex gap-1">
      <TagInput
        label={t.tag}
        value={tag}
        choices={tags}
        onChange={setTag}
        className="h-9 w-44 rounded-md bg-surface px-2 text-16 shadow-[inset_0_0_0_1px_var(--line-control)] placeholder:text-ink-3 tablet:h-control-small tablet:w-36 tablet:text-12 dark:bg-sunken"
      />
      <Button type="submit" size="small" icon={Tag} disabled={isPending}>
        {t.add}
      </Button>
    </form>
  )
}
