'use client'
import { AudioLines, ChevronRight, PhoneOutgoing } from 'lucide-react'
import Link from 'next/link'
import { messages } from '#components/messages/messages.ts'
import { Avatar } from '#components/ui/avatar.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { PhoneCall } from '#lib/phone/phone.ts'
import { CallNotes } from './call-card.tsx'
import { CompactControls } from './call-controls.tsx'
import { CallStrap } from './call-strap.tsx'
import { CallTimer } from './call-timer.tsx'
import { CompactDialer } from './dialpad.tsx'
import { EndedNote } from './ended-note.tsx'
import { useNumberText } from './number-text.tsx'
import { PhoneNotes } from './phone-notes.tsx'
import { PhoneStatus } from './phone-status.tsx'
import { SoundSettings } from './sound-settings.tsx'
import { usePartyName } from './use-my-calls.ts'
import { usePhone } from './use-phone.tsx'

/** The phone beside other pages: the compact card in a call, the short dialer else. */
export function PhoneDock() {
  const { call, ended } = usePhone()
  return (
    <aside
      aria-label={messages.nav.phone}
      className={`hidden w-dock flex-none flex-col border-l border-line bg-canvas ${call ? 'desk:flex' : 'min-[80rem]:flex max-wide:group-has-[[data-side]]/desk:hidden'}`}
    >
      <header className="flex h-bar flex-none items-center border-b border-line px-3">
        <PhoneStatus />
        <span className="flex-1" />
        <SoundSettings compact />
      </header>
      <div className="flex flex-col gap-3 p-3">
        <PhoneNotes />
        {call ? <CompactCard call={call} /> : <CompactDialer />}
        {!call && ended && <EndedNote ended={ended} />}
      </div>
    </aside>
  )
}

function CompactCard({ call }: { call: PhoneCall }) {
  const number = useNumberText()(call.party)
  const name = usePartyName(call.callId)
  return (
    <>
      <section
        aria-label={messages.call.label(name ?? number)}
        className="overflow-hidden rounded-xl bg-surface shadow-call dark:bg-raised"
      >
        <CallStrap call={call} compact />
        <div className="flex items-center gap-3 px-4 py-3">
          <Avatar name={name} size={40} />
          <div className="min-w-0 flex-1">
            <h2 className={`text-14 font-semibold ${name ? 'truncate' : 'number'}`}>{name ?? number}</h2>
            {name && <div className="number text-12 text-ink-3">{number}</div>}
          </div>
          {call.openedAt !== null && <CallTimer since={call.openedAt} className="text-20 font-semibold" />}
        </div>
        <CompactControls />
      </section>
      <CallNotes call={call} />
    </>
  )
}

/** Where there is no dock: what it would say, and a bar that leads back to the call. */
export function PhoneFoot() {
  const { call, ended } = usePhone()
  return (
    <aside
      aria-label={messages.nav.phone}
      className={`flex-none ${call ? 'desk:hidden' : 'min-[80rem]:hidden max-wide:group-has-[[data-side]]/desk:block'}`}
    >
      <div className="flex flex-col gap-2 p-3 empty:hidden">
        <PhoneNotes />
        {!call && ended && <EndedNote ended={ended} />}
      </div>
      {call && <CallStrip call={call} />}
    </aside>
  )
}

function CallStrip({ call }: { call: PhoneCall }) {
  const numberText = useNumberText()
  const name = usePartyName(call.callId)
  const live = call.openedAt !== null
  return (
    <Link
      href="/phone"
      className="flex h-13 items-center gap-2 border-t border-live-line bg-live-tint px-4 font-medium focus-visible:-outline-offset-2"
    >
      <Icon of={live ? AudioLines : PhoneOutgoing} className="text-live-ink" />
      <span className="min-w-0 flex-1 truncate">{name ?? numberText(call.party)}</span>
      {call.openedAt !== null ? <CallTimer since={call.openedAt} /> : messages.call.dialing}
      <span className="sr-only">{messages.call.openCall}</span>
      <Icon of={ChevronRight} />
    </Link>
  )
}
