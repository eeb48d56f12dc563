'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { CallLog } from './call-log.ts'
import type { RowFocus } from './use-row-focus.ts'

/** Rows on both sides of those on screen that exist too. */
const OVERSCAN = 12

/** Where the rows stand: what they scroll in, who moves the focus among them, how high they and their header are. */
interface Place {
  scroller: RefObject<HTMLDivElement | null>
  focus: RowFocus
  rowPx: number
  headPx: number
}

/** The rows that exist now and the room of all others in px; `onRows` hears of them. `top` is the first one on screen. */
export function useRows(
  log: CallLog,
  { scroller, focus, rowPx, headPx }: Place,
  onRows: (from: number, to: number) => void,
) {
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is compiled, and its results are read at once
  const virtualizer = useVirtualizer({
    count: log.calls.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollPaddingStart: headPx,
  })
  const items = virtualizer.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0]
  useEffect(() => onRows(first, last), [first, last, onRows])
  useEffect(
    () =>
      focus.onWanted((id) => {
        const index = log.calls.findIndex((call) => call.id === id)
        if (index >= 0) virtualizer.scrollToIndex(index)
      }),
    [focus, log, virtualizer],
  )
  return {
    items: items.map(({ index }) => index),
    before: items[0]?.start ?? 0,
    after: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
    top: virtualizer.range?.startIndex ?? 0,
  }
}
