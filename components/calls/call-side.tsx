'use client'
import { Maximize2, Phone, X } from 'lucide-react'
import Link from 'next/link'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { usePhone } from '#components/phone/use-phone.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { CallFailed } from './call-failed.tsx'
import { CallTabs } from './call-tabs.tsx'
import { CallsSkeleton } from './calls-skeleton.tsx'
import { DirectionIcon } from './direction-icon.tsx'
import type { CallDetail } from './history.ts'
import { OutcomeChip } from './outcome-chip.tsx'
import { Recordings } from './recording-section.tsx'
import { useCall } from './use-call.ts'
import { useCallBack } from './use-call-back.ts'
import { usePartyText } from './use-party-text.ts'
import { formatWhen } from './when.ts'

const t = messages.callPage

interface CallSideProps {
  id: string
  /** What the list was searched for. */
  search: string | undefined
  onClose: () => void
}

/** The open call beside the table; over it where there is no room for both. data-side folds the phone's dock meanwhile. */
export function CallSide({ id, search, onClose }: CallSideProps) {
  const { call, failure, retry } = useCall(id)
  const inCall = usePhone().call !== null
  const party = usePartyText()
  const beside = inCall ? 'wide:static wide:shadow-none' : 'min-[80rem]:static min-[80rem]:shadow-none'
  return (
    <section
      data-side
      aria-label={call ? t.title(party(call)) : t.loading}
      className={`rise absolute inset-y-0 right-0 z-30 flex w-full flex-none flex-col border-l border-line bg-surface shadow-float tablet:w-side ${beside}`}
    >
      <header className="flex h-13 flex-none items-center gap-1 border-b border-line pr-2 pl-4 tablet:h-bar">
        <h2 className="min-w-0 flex-1 truncate text-14 font-semibold">{call && party(call)}</h2>
        {call && <CallBack call={call} />}
        <Link
          href={`/calls/${id}`}
          aria-label={t.open}
          title={t.open}
          className="inline-grid size-9 place-items-center rounded-md text-ink-2 hover:bg-hover tablet:size-7"
        >
          <Icon of={Maximize2} size={14} />
        </Link>
        <Button kind="quiet" size="small" icon={X} aria-label={t.close} title={`${t.close} (Esc)`} onClick={onClose} />
      </header>
      {call ? (
        <Details call={call} search={search} />
      ) : failure ? (
        <CallFailed code={failure.code} retry={retry} />
      ) : (
        <CallsSkeleton rows={4} />
      )}
    </section>
  )
}

export function CallBack({ call }: { call: CallDetail }) {
  const callBack = useCallBack()
  return (
    callBack &&
    call.caller_phone !== null && (
      <Button size="small" icon={Phone} title={t.callBack} onClick={() => callBack(call)}>
        <span className="max-tablet:sr-only">{t.callBack}</span>
      </Button>
    )
  )
}

function Details({ call, search }: { call: CallDetail; search: string | undefined }) {
  const { timeZone } = useDesk().business
  const line = [formatWhen(call.started_at, timeZone), call.line_label, call.agent_name].filter(Boolean)
  return (
    <>
      <div className="flex flex-none flex-col gap-3 border-b border-line px-4 py-3">
        <div className="flex items-center gap-1.5 text-12 text-ink-2">
          <DirectionIcon call={call} />
          <span className="figures min-w-0 flex-1 truncate">{line.join(' · ')}</span>
          {call.disposition && (
            <span className="truncate rounded-full bg-sunken px-2 leading-5">{call.disposition}</span>
          )}
          <OutcomeChip call={call} />
        </div>
        <Recordings call={call} />
      </div>
      <CallTabs call={call} search={search} />
    </>
  )
}
