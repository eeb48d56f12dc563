'use client'
import { messages } from '#components/messages/messages.ts'
import { Mark } from '#components/ui/mark.tsx'
import { CallCard } from './call-card.tsx'
import { Dialpad } from './dialpad.tsx'
import { EndedNote } from './ended-note.tsx'
import { PhoneNotes } from './phone-notes.tsx'
import { PhoneStatus } from './phone-status.tsx'
import { Recents } from './recents.tsx'
import { SoundSettings } from './sound-settings.tsx'
import { usePhone } from './use-phone.tsx'

/** The page that is the phone: dialer and recent calls, or the call. */
export function PhonePage() {
  const { call, ended } = usePhone()
  return (
    <>
      {call && <h1 className="sr-only tablet:hidden">{messages.nav.phone}</h1>}
      <header
        className={`h-13 flex-none items-center gap-2 pr-2 pl-4 tablet:flex tablet:h-bar tablet:border-b tablet:border-line tablet:pr-4 tablet:pl-5 ${call ? 'hidden' : 'flex'}`}
      >
        <span className="tablet:hidden">
          <Mark size={24} />
        </span>
        <h1 className="sr-only text-14 font-semibold tablet:not-sr-only">{messages.nav.phone}</h1>
        <span className="flex-1" />
        <SoundSettings />
        <PhoneStatus />
      </header>
      {call ? (
        <div className="flex min-h-0 flex-1">
          <div className="flex min-w-0 flex-1 flex-col gap-5 overflow-y-auto tablet:bg-canvas tablet:px-6 tablet:py-5">
            <PhoneNotes />
            <CallCard key={call.key} call={call} />
          </div>
          <div className="hidden w-94 flex-none border-l border-line desk:flex">
            <Recents />
          </div>
        </div>
      ) : (
        <div className="flex min-h-0 flex-1">
          <div className="flex min-w-0 flex-1 flex-col gap-3 overflow-y-auto px-6 pt-1 pb-3 tablet:w-90 tablet:flex-none tablet:border-r tablet:border-line tablet:py-5">
            <PhoneNotes />
            {ended && <EndedNote ended={ended} />}
            <Dialpad />
          </div>
          <div className="hidden min-w-0 flex-1 tablet:flex">
            <Recents />
          </div>
        </div>
      )}
    </>
  )
}
