'use client'
import { CircleAlert, Trash2 } from 'lucide-react'
import { type FormEvent, type RefObject, useState } from 'react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Note } from '#components/ui/note.tsx'
import type { CallComment, CallDetail } from './history.ts'
import { usePlayer, usePlayerTime } from './player-context.tsx'
import { useComments } from './use-comments.ts'
import { useTrack } from './use-track.ts'
import { formatWhen } from './when.ts'

const t = messages.callNotes.comments
const ADMINS = ['owner', 'admin']

/** What people remarked about a call, along its sound; a new one stands where the player stands. */
export function CallComments({ call, field }: { call: CallDetail; field?: RefObject<HTMLTextAreaElement | null> }) {
  const { comments, add, remove, failure } = useComments(call.id)
  return (
    <section aria-label={t.title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{t.title}</h3>
      {comments?.length === 0 && <p className="text-12 text-ink-3">{t.none}</p>}
      <ul className="flex flex-col">
        {comments?.map((comment) => (
          <Comment key={comment.id} {...{ comment, call }} onDelete={() => void remove(comment.id)} />
        ))}
      </ul>
      <CommentForm call={call} field={field} onAdd={add} />
      {failure && (
        <Note role="alert" tone="problem" icon={CircleAlert} title={t.failed}>
          {messages.ended.code(failure.code)}
        </Note>
      )}
    </section>
  )
}

function Comment({ comment, call, onDelete }: { comment: CallComment; call: CallDetail; onDelete: () => void }) {
  const { user, role, business } = useDesk()
  const { seek } = usePlayer()
  const track = useTrack(call)
  const { at_ms: atMs, author, text, created_at } = comment
  const mayDelete = author.id === user.id || ADMINS.includes(role)
  return (
    <li className="group flex gap-2 py-1.5">
      <span className="w-11 flex-none text-right">
        {atMs !== null && track && (
          <button
            type="button"
            aria-label={messages.callNotes.transcript.from(formatLength(atMs / 1000))}
            onClick={() => seek(track, atMs / 1000)}
            className="figures rounded-sm text-12 text-accent-ink hover:underline"
          >
            {formatLength(atMs / 1000)}
          </button>
        )}
      </span>
      <div className="min-w-0 flex-1">
        <div className="text-12 text-ink-3">
          <span className="font-medium text-ink-2">{author.name ?? t.somebody}</span> ·{' '}
          {formatWhen(created_at, business.timeZone)}
        </div>
        <p className="break-words whitespace-pre-wrap">{text}</p>
      </div>
      {mayDelete && (
        <Button
          kind="quiet"
          size="small"
          icon={Trash2}
          aria-label={t.delete}
          title={t.delete}
          onClick={onDelete}
          className="tablet:opacity-0 tablet:group-focus-within:opacity-100 tablet:group-hover:opacity-100"
        />
      )}
    </li>
  )
}

interface CommentFormProps {
  call: CallDetail
  field: RefObject<HTMLTextAreaElement | null> | undefined
  onAdd: (text: string, atMs: number | null) => Promise<boolean>
}

function CommentForm({ call, field, onAdd }: CommentFormProps) {
  const [text, setText] = useState('')
  const second = useCommentSecond(call)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await onAdd(text.trim(), second === null ? null : Math.round(second * 1000))) setText('')
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-2">
      <textarea
        ref={field}
        aria-label={t.label}
        placeholder={t.hint}
        required
        rows={2}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="rounded-md bg-surface px-2 py-1.5 text-16 shadow-[inset_0_0_0_1px_var(--line-control)] placeholder:text-ink-3 tablet:text-13 dark:bg-sunken"
      />
      <Button type="submit" size="small" className="self-end" disabled={text.trim() === ''}>
        {second === null ? t.whole : t.at(formatLength(second))}
      </Button>
    </form>
  )
}

/** Where in the sound a comment made now belongs; null: nowhere, it is about the whole call. */
export function useCommentSecond(call: CallDetail): number | null {
  const track = useTrack(call)
  const time = usePlayerTime(track?.recordingId ?? '')
  return track && time > 0 ? time : null
}
