'use client'
import { type RefObject, useMemo } from 'react'
import { CallItem } from '#components/calls/calls-list.tsx'
import { useCallBack } from '#components/calls/use-call-back.ts'
import { formatWhichDay } from '#components/calls/when.ts'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import type { CallLog } from './call-log.ts'
import type { RowFocus } from './use-row-focus.ts'
import { useRows } from './use-rows.ts'

const ROW_PX = 56

interface LogListProps {
  log: CallLog
  search: string | undefined
  scroller: RefObject<HTMLDivElement | null>
  focus: RowFocus
  onRows: (from: number, to: number) => void
}

/** The list on a phone: rows of two lines, each the way to its call, and the day of the topmost one above them. */
export function LogList({ log, search, scroller, focus, onRows }: LogListProps) {
  const { timeZone } = useDesk().business
  const callBack = useCallBack()
  const place = useMemo(() => ({ scroller, focus, rowPx: ROW_PX, headPx: 0 }), [scroller, focus])
  const rows = useRows(log, place, onRows)
  const top = log.calls[rows.top]
  return (
    <>
      <div className="sticky top-0 z-10 flex h-8 flex-none items-center border-b border-line bg-canvas px-4 text-12">
        <span className="flex-1 font-medium text-ink-2">{top && formatWhichDay(top.started_at, timeZone)}</span>
        <span className="figures text-ink-3">{messages.callLog.count(log.total, log.isFloor)}</span>
      </div>
      <ul style={{ paddingTop: rows.before, paddingBottom: rows.after }}>
        {rows.items.map((index) => {
          const call = log.calls[index]!
          return <CallItem key={call.id} call={call} search={search} onCallBack={callBack && (() => callBack(call))} />
        })}
      </ul>
    </>
  )
}
