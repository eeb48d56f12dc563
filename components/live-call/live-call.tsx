'use client'
import { ArrowDown } from 'lucide-react'
import Link from 'next/link'
import useSWR from 'swr'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { CallTimer } from '#components/phone/call-timer.tsx'
import { NumberText } from '#components/phone/number-text.tsx'
import { Avatar } from '#components/ui/avatar.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { usePartyOf } from './call-list.tsx'
import { Controls } from './controls.tsx'
import { type Conversation, meanLatencyMs } from './conversation.ts'
import { Transcript } from './transcript.tsx'

const t = messages.assistants.conversation

/** One call of an assistant: who, what is said, what a person can do. */
export function LiveCall({ id }: { id: string }) {
  const { data } = useSWR<Conversation>(KEYS.conversation(id), { keepPreviousData: false })
  const partyOf = usePartyOf()
  if (!data) return <p className="p-5 text-ink-3">{messages.assistants.loading}</p>
  const caller = partyOf(data)
  const latencyMs = meanLatencyMs(data.turns)
  return (
    <>
      <section aria-label={caller} className="flex min-h-0 min-w-0 flex-1 flex-col">
        <Party conversation={data} caller={caller} />
        <Transcript conversation={data} caller={caller} />
        <footer className="flex h-11 flex-none items-center gap-3 overflow-hidden border-t border-line px-4 text-12 tablet:px-5">
          {data.callEndedAt === null && (
            <span className="flex items-center gap-1.5 whitespace-nowrap text-ink-2">
              <Icon of={ArrowDown} size={14} />
              {t.following}
            </span>
          )}
          <Link href={`/calls/${data.callId}`} className="whitespace-nowrap text-ink-2 underline hover:text-ink">
            {t.openCall}
          </Link>
          {latencyMs !== null && (
            <span className="figures ml-auto whitespace-nowrap text-ink-3">
              {t.firstSound((latencyMs / 1000).toFixed(1))}
            </span>
          )}
        </footer>
      </section>
      <aside data-side className="flex-none border-t border-line bg-canvas desk:w-74 desk:border-t-0 desk:border-l">
        <Controls conversation={data} />
      </aside>
    </>
  )
}

function Party({ conversation, caller }: { conversation: Conversation; caller: string }) {
  const { party, lineLabel, state, isRecording, startedAt, callEndedAt } = conversation
  return (
    <div className="flex h-16 flex-none items-center gap-3 border-b border-line px-4 tablet:px-5">
      <Avatar name={party.name} size={40} />
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-16 font-semibold">{caller}</h2>
        <div className="truncate text-12 text-ink-3">
          {party.name && party.number && (
            <>
              <NumberText number={party.number} /> ·{' '}
            </>
          )}
          {[lineLabel, t.states[state]].filter(Boolean).join(' · ')}
        </div>
      </div>
      {isRecording && callEndedAt === null && (
        <span className="flex items-center gap-1.5 text-12 text-ink-2">
          <i aria-hidden className="size-2 rounded-full bg-problem" />
          {t.recording}
        </span>
      )}
      {startedAt && callEndedAt === null && (
        <CallTimer since={Date.parse(startedAt)} className="text-20 font-semibold" />
      )}
    </div>
  )
}
