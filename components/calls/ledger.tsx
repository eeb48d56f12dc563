'use client'
import { RefreshCw } from 'lucide-react'
import { Fragment, useState } from 'react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { formatClock } from '#components/ui/reader.ts'
import type { CallDetail, LedgerEvent } from './history.ts'
import { RebuildResult, useRebuild } from './rebuild.tsx'
import { useLedger } from './use-call.ts'
import { usePartyText } from './use-party-text.ts'

const t = messages.ledger
/** Reports take a moment; only what is later than this is worth a word. */
const LATE_MS = 2000
const CELL = 'h-7 truncate px-2 first:pl-5 last:pr-5'

/** Every report and command of a call as it came, for those who look after the system. */
export function Ledger({ call }: { call: CallDetail }) {
  const events = useLedger(call.id)
  const [raw, setRaw] = useState(false)
  const rebuild = useRebuild(call.id)
  if (!events) return null
  const columns = [t.columns.at, t.columns.what, t.columns.source, t.columns.who, t.columns.note]
  return (
    <section aria-labelledby="ledger-title" className="border-t border-line pb-4">
      <div className="flex h-11 items-center gap-2 px-5">
        <h3 id="ledger-title" className="font-semibold">
          {t.title}
        </h3>
        <span className="min-w-0 flex-1 truncate text-12 text-ink-3">{t.count(events.length)}</span>
        <Button
          kind="quiet"
          size="small"
          aria-pressed={raw}
          onClick={() => setRaw(!raw)}
          className="aria-pressed:bg-accent-tint aria-pressed:text-accent-ink"
        >
          {t.raw}
        </Button>
        <Button
          kind="quiet"
          size="small"
          icon={RefreshCw}
          pending={rebuild.isPending}
          title={messages.callNotes.rebuild.hint}
          onClick={rebuild.run}
        >
          {messages.callNotes.rebuild.button}
        </Button>
      </div>
      <RebuildResult {...rebuild} />
      <table className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">{t.title}</caption>
        <colgroup>
          <col className="w-31" />
          <col />
          <col className="w-20 max-tablet:hidden" />
          <col className="w-32" />
          <col className="w-36 max-tablet:hidden" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <Fragment key={event.id}>
              <EventRow event={event} call={call} />
              {raw && <RawRow event={event} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function EventRow({ event, call }: { event: LedgerEvent; call: CallDetail }) {
  const { timeZone } = useDesk().business
  const party = usePartyText()(call)
  const lateMs = Date.parse(event.received_at) - Date.parse(event.at)
  return (
    <tr>
      <td className={`${CELL} figures text-ink-3`}>{formatExact(event.received_at, timeZone)}</td>
      <td className={`${CELL} font-medium`}>{t.types[event.type] ?? event.type}</td>
      <td className={`${CELL} text-ink-2 max-tablet:hidden`}>{t.sources[event.source]}</td>
      <td className={`${CELL} text-ink-2`}>{event.leg_role === 'outside' ? party : event.name}</td>
      <td className={`${CELL} max-tablet:hidden ${lateMs > LATE_MS ? 'text-ringing-ink' : 'text-ink-3'}`}>
        {lateMs > LATE_MS ? t.late((lateMs / 1000).toFixed(1)) : event.source === 'rest' ? t.asked : ''}
      </td>
    </tr>
  )
}

/** The event as it stands in the ledger. */
function RawRow({ event }: { event: LedgerEvent }) {
  const { type, call_sid, sequence, received_at, payload } = event
  return (
    <tr>
      <td colSpan={5} className="px-5 pb-2">
        <pre className="overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-11 break-all whitespace-pre-wrap text-ink-2">
          {JSON.stringify({ type, call_sid, sequence, received_at, payload }, null, 2)}
        </pre>
      </td>
    </tr>
  )
}

/** 14:20:24.118 in the business's zone. */
const formatExact = (iso: string, timeZone: string) =>
  formatClock(new Date(iso), timeZone, { second: '2-digit', fractionalSecondDigits: 3 })
