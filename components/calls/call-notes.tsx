'use client'
import { Check, CircleAlert, X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Note } from '#components/ui/note.tsx'
import type { CallDetail } from './history.ts'
import { TagInput } from './tag-input.tsx'
import { useChoices } from './use-choices.ts'
import { type Marks, useMark } from './use-mark.ts'

const t = messages.callNotes.notes
const BOX =
  'rounded-md bg-surface px-2 text-16 shadow-[inset_0_0_0_1px_var(--line-control)] placeholder:text-ink-3 tablet:text-13 dark:bg-sunken'

/** What people wrote about a call: its notes, its tags, what it came to. Each is kept when its field is left. */
export function CallNotes({ call }: { call: CallDetail }) {
  const { mark, failure, isPending } = useMark()
  const [isSaved, setSaved] = useState(false)
  const save = async (marks: Marks) => setSaved(await mark([call.id], marks))
  const { notes, tags } = call.metadata
  return (
    <section aria-label={t.title} className="flex flex-col gap-3">
      <NotesField key={notes} notes={notes ?? ''} onSave={(text) => void save({ notes: text || null })} />
      <Disposition
        key={call.disposition}
        value={call.disposition ?? ''}
        onSave={(word) => void save({ disposition: word || null })}
      />
      <Tags
        tags={tags}
        onAdd={(tag) => void save({ add_tags: [tag] })}
        onRemove={(tag) => void save({ remove_tags: [tag] })}
      />
      <span role="status" className="flex h-4 items-center gap-1 text-12 text-ink-3">
        {isPending ? t.saving : isSaved && <SavedWord />}
      </span>
      {failure && (
        <Note role="alert" tone="problem" icon={CircleAlert} title={t.failed}>
          {messages.ended.code(failure.code)}
        </Note>
      )}
    </section>
  )
}

const SavedWord = () => (
  <>
    <Icon of={Check} size={12} />
    {t.saved}
  </>
)

function NotesField({ notes, onSave }: { notes: string; onSave: (text: string) => void }) {
  return (
    <label className="flex flex-col gap-1 text-12 text-ink-2">
      {t.title}
      <textarea
        defaultValue={notes}
        rows={3}
        maxLength={10_000}
        placeholder={t.hint}
        onBlur={(event) => event.target.value.trim() !== notes && onSave(event.target.value.trim())}
        className={`${BOX} py-1.5 text-ink`}
      />
    </label>
  )
}

function Disposition({ value, onSave }: { value: string; onSave: (word: string) => void }) {
  const id = useId()
  const { dispositions } = useChoices()
  const say = (word: string) => word.trim() !== value && onSave(word.trim())
  return (
    <label className="flex flex-col gap-1 text-12 text-ink-2">
      {t.disposition}
      <input
        defaultValue={value}
        maxLength={64}
        list={id}
        placeholder={t.dispositionHint}
        onBlur={(event) => say(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && say(event.currentTarget.value)}
        className={`${BOX} h-11 text-ink tablet:h-8`}
      />
      <datalist id={id}>
        {dispositions.map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
    </label>
  )
}

interface TagsProps {
  tags: string[]
  onAdd: (tag: string) => void
  onRemove: (tag: string) => void
}

function Tags({ tags, onAdd, onRemove }: TagsProps) {
  const [tag, setTag] = useState('')
  const choices = useChoices().tags.filter((each) => !tags.includes(each))
  const add = (event: FormEvent) => {
    event.preventDefault()
    onAdd(tag.trim())
    setTag('')
  }
  return (
    <div className="flex flex-col gap-1">
      <span className="text-12 text-ink-2">{t.tags}</span>
      <div className="flex flex-wrap items-center gap-1.5">
        {tags.map((each) => (
          <span
            key={each}
            className="inline-flex h-7 items-center rounded-sm pl-2 text-12 shadow-[inset_0_0_0_1px_var(--line-strong)]"
          >
            {each}
            <Button
              kind="quiet"
              size="small"
              icon={X}
              aria-label={t.removeTag(each)}
              onClick={() => onRemove(each)}
              className="h-7! w-7!"
            />
          </span>
        ))}
        <form onSubmit={add}>
          <TagInput
            label={t.addTag}
            value={tag}
            choices={choices}
            onChange={setTag}
            className={`${BOX} h-9 w-44 tablet:h-7 tablet:w-36 tablet:text-12`}
          />
        </form>
      </div>
    </div>
  )
}
