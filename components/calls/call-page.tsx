'use client'
import { ChevronDown, ChevronUp, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { Crumb } from '#components/desk/crumb.tsx'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { NumberText } from '#components/phone/number-text.tsx'
import { Avatar } from '#components/ui/avatar.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { CallComments } from './call-comments.tsx'
import { CallFacts } from './call-facts.tsx'
import { CallFailed } from './call-failed.tsx'
import { CallNotes } from './call-notes.tsx'
import { CallBack } from './call-side.tsx'
import { CallsSkeleton } from './calls-skeleton.tsx'
import { CopyLink } from './copy-link.tsx'
import type { CallDetail } from './history.ts'
import { Ledger } from './ledger.tsx'
import { LegsTimeline } from './legs-timeline.tsx'
import { OutcomeChip } from './outcome-chip.tsx'
import { Recordings } from './recording-section.tsx'
import { RelatedCalls } from './related-calls.tsx'
import { ReviewButton } from './review-button.tsx'
import { Transcript } from './transcript.tsx'
import { useCall } from './use-call.ts'
import { usePartyText } from './use-party-text.ts'
import { formatWhen } from './when.ts'

const t = messages.callPage
const LEDGER_ROLES = ['owner', 'admin']

/** All that is known of one call. */
export function CallPage({ id }: { id: string }) {
  const { call, failure, retry } = useCall(id)
  return (
    <>
      <header className="flex h-13 flex-none items-center gap-2 border-b border-line pr-4 pl-4 tablet:h-bar tablet:pl-5">
        <h1 className="figures flex min-w-0 flex-1 items-center gap-2 text-14 font-semibold">
          <Crumb href="/calls">{messages.calls.title}</Crumb>
          <span className="truncate">{call ? <Heading call={call} /> : t.loading}</span>
        </h1>
        {call && <CopyLink id={call.id} />}
        {call && <Neighbours call={call} />}
        {call && <CallBack call={call} />}
      </header>
      {call ? (
        <ScrollArea>
          <Details call={call} />
        </ScrollArea>
      ) : failure ? (
        <CallFailed code={failure.code} retry={retry} />
      ) : (
        <CallsSkeleton rows={6} />
      )}
    </>
  )
}

function Neighbours({ call }: { call: CallDetail }) {
  return (
    <nav aria-label={messages.calls.title} className="flex gap-1">
      <Neighbour id={call.newer_id} icon={ChevronUp} label={t.newer} />
      <Neighbour id={call.older_id} icon={ChevronDown} label={t.older} />
    </nav>
  )
}

function Neighbour({ id, icon, label }: { id: string | null; icon: LucideIcon; label: string }) {
  const look = 'inline-grid size-9 place-items-center rounded-md tablet:size-7'
  if (!id) {
    return (
      <button type="button" disabled aria-label={label} className={`${look} text-ink-off`}>
        <Icon of={icon} />
      </button>
    )
  }
  return (
    <Link href={`/calls/${id}`} aria-label={label} title={label} className={`${look} text-ink-2 hover:bg-hover`}>
      <Icon of={icon} />
    </Link>
  )
}

function Heading({ call }: { call: CallDetail }) {
  const { timeZone } = useDesk().business
  const when = formatWhen(call.started_at, timeZone)
  return t.heading(usePartyText()(call), when[0]!.toLocaleLowerCase('en-GB') + when.slice(1))
}

function Details({ call }: { call: CallDetail }) {
  const { role } = useDesk()
  return (
    <>
      <section className="border-b border-line px-4 py-4 tablet:px-5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Avatar name={call.caller_name} size={40} />
          <div className="min-w-0 flex-1 max-tablet:basis-[calc(100%-4rem)]">
            <h2 className="truncate text-20 font-semibold">
              {call.caller_name ?? <NumberText number={call.caller_phone} />}
            </h2>
            <div className="text-12 text-ink-3">
              {call.caller_name ? <NumberText number={call.caller_phone} /> : messages.calls.direction[call.direction]}
            </div>
          </div>
          <OutcomeChip call={call} />
          {call.disposition && (
            <span className="truncate rounded-sm px-2 text-12 leading-5 shadow-[inset_0_0_0_1px_var(--line-strong)]">
              {call.disposition}
            </span>
          )}
          <ReviewButton call={call} />
        </div>
        <CallFacts call={call} className="pt-4 tablet:pl-13" />
      </section>
      {call.recordings.length > 0 && (
        <section
          aria-label={messages.player.label}
          className="flex flex-col gap-3 border-b border-line px-4 py-4 tablet:px-5"
        >
          <Recordings call={call} hints />
        </section>
      )}
      {call.transcript && (
        <div className="border-b border-line pt-3">
          <h3 className="px-4 font-semibold tablet:px-5">{messages.callNotes.transcript.title}</h3>
          <Transcript call={call} className="max-h-96 tablet:px-1" />
        </div>
      )}
      {call.legs.length > 0 && (
        <div className="border-b border-line px-4 pt-3 pb-5 tablet:px-5">
          <LegsTimeline call={call} />
        </div>
      )}
      <div className="grid gap-x-8 gap-y-4 px-4 py-4 tablet:grid-cols-2 tablet:px-5">
        <CallNotes call={call} />
        <div className="flex flex-col gap-4">
          <CallComments call={call} />
          <RelatedCalls call={call} />
        </div>
      </div>
      {LEDGER_ROLES.includes(role) && <Ledger call={call} />}
    </>
  )
}
