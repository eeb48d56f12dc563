'use client'
import { useRouter } from 'next/navigation'
import type { KeyboardEvent, RefObject } from 'react'
import type { Marks } from '#components/calls/use-mark.ts'
import type { CallLog } from './call-log.ts'
import { chosenOf } from './choose-calls.ts'
import type { LogQuery } from './log-query.ts'
import type { RowFocus } from './use-row-focus.ts'
import type { Selection } from './use-selection.ts'

interface LogKeys {
  log: CallLog | null
  query: LogQuery
  open: (id: string | null) => void
  focus: RowFocus
  selection: Selection
  searchField: RefObject<HTMLInputElement | null>
  mark: (ids: string[], marks: Marks) => Promise<boolean>
}

/** The list by keys: j and k move, Enter opens, r reviews and moves on, x selects, Shift and x all that are loaded, / searches, Escape closes. */
export function useLogKeys({ log, query, open, focus, selection, searchField, mark }: LogKeys) {
  const router = useRouter()
  const { openId } = query
  const move = (id: string | null, step: number) => {
    const calls = log?.calls ?? []
    const next = calls[id ? calls.findIndex((call) => call.id === id) + step : 0]
    if (!next) return
    if (openId) open(next.id)
    focus.move(next.id)
  }
  const review = (id: string) => {
    const isReviewed = Boolean(log?.calls.find((call) => call.id === id)?.reviewed_at)
    void mark([id], { reviewed: !isReviewed })
    if (!isReviewed) move(id, 1)
  }
  const selectLoaded = () => {
    const calls = log?.calls ?? []
    const ids = calls.map(({ id }) => id)
    selection.set(ids, chosenOf(selection.ids, calls) !== 'all')
  }
  const escape = () => {
    if (openId) {
      focus.move(openId)
      open(null)
    } else selection.clear()
  }
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
    const id = rowOf(event.target) ?? openId
    if (event.key === 'j') move(id, 1)
    else if (event.key === 'k') move(id, -1)
    else if (event.key === 'r' && id) review(id)
    else if (event.key === 'x' && id) selection.set([id], !selection.ids.has(id))
    else if (event.key === 'X' && event.shiftKey) selectLoaded()
    else if (event.key === 'Escape') escape()
    else if (event.key === 'Enter' && id && id === openId && rowOf(event.target)) router.push(`/calls/${id}`)
    else if (event.key === '/') searchField.current?.focus()
    else return
    event.preventDefault()
  }
}

/** The call whose row has the focus. */
const rowOf = (target: EventTarget): string | null =>
  target instanceof HTMLElement ? (target.dataset.call ?? null) : null

/** Somebody writes: letters are letters. Boxes to tick are no place to write. */
const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select, [role=combobox]')
