'use client'
import { CircleAlert, Trash2 } from 'lucide-react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSWRConfig } from 'swr'
import { ApiError, fetchJson, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Note } from '#components/ui/note.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { type LogQuery, readQuery, viewOf } from './log-query.ts'
import type { Go } from './use-log-query.ts'
import { isShown, type SavedView } from './views.ts'

const t = messages.callLog.views

interface SaveViewMenuProps {
  query: LogQuery
  own: SavedView[]
  go: Go
  children: ReactElement
}

/** Keeps the list on screen under a name, or forgets the saved view it is. */
export function SaveViewMenu({ query, own, go, children }: SaveViewMenuProps) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const { failure, run } = useChange(() => setOpen(false))
  const shown = own.find((view) => isShown(view, query))
  const save = (event: FormEvent) => {
    event.preventDefault()
    void run(() => postJson(KEYS.savedViews, { name, query: viewOf(query) })).then(() => setName(''))
  }
  const forget = ({ id }: SavedView) =>
    void run(() => fetchJson(`${KEYS.savedViews}/${id}`, { method: 'DELETE' })).then(() =>
      go(readQuery(new URLSearchParams())),
    )
  return (
    <Popover trigger={children} label={t.add} open={open} onOpenChange={setOpen}>
      <form onSubmit={save} className="flex w-64 flex-col gap-3">
        <Field label={t.name} required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" kind="primary">
          {t.save}
        </Button>
        {shown && (
          <Button kind="quiet" icon={Trash2} onClick={() => forget(shown)}>
            {t.delete(shown.name)}
          </Button>
        )}
        {failure && (
          <Note role="alert" tone="problem" icon={CircleAlert} title={t.failed}>
            {failure}
          </Note>
        )}
      </form>
    </Popover>
  )
}

/** A change of the saved views: they are read again after it, or it is said why it failed. */
function useChange(onDone: () => void) {
  const { mutate } = useSWRConfig()
  const [failure, setFailure] = useState<string | null>(null)
  const run = async (change: () => Promise<unknown>) => {
    try {
      await change()
      setFailure(null)
      await mutate(KEYS.savedViews)
      onDone()
    } catch (error) {
      setFailure(error instanceof ApiError ? error.message : String(error))
    }
  }
  return { failure, run }
}
