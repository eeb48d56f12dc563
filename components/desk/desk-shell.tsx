'use client'
import { type ReactNode, useEffect } from 'react'
import { SwrProvider } from '#components/live/swr-provider.tsx'
import { PhoneDock, PhoneFoot } from '#components/phone/docked-call.tsx'
import { IncomingCall } from '#components/phone/incoming-card.tsx'
import { CallAnnouncement } from '#components/phone/phone-status.tsx'
import { PhoneStrip } from '#components/phone/phone-strip.tsx'
import { DialerProvider } from '#components/phone/use-dialer.tsx'
import { PhoneProvider, usePhone } from '#components/phone/use-phone.tsx'
import { useSoundOnPhone } from '#components/phone/use-sound.ts'
import { becomeReader } from '#components/ui/reader.ts'
import { type Desk, DeskProvider } from './desk-context.tsx'
import { SideNav, TabBar, usePlace } from './nav.tsx'

/** The signed-in frame: nav, page, phone. The phone is mounted here once, so a call outlives every page. */
export function DeskShell({ desk, children }: { desk: Desk; children: ReactNode }) {
  useEffect(() => becomeReader(desk.reader), [desk.reader])
  return (
    <DeskProvider desk={desk}>
      <SwrProvider>
        <PhoneProvider>
          <DialerProvider>
            <Frame>{children}</Frame>
          </DialerProvider>
        </PhoneProvider>
      </SwrProvider>
    </DeskProvider>
  )
}

function Frame({ children }: { children: ReactNode }) {
  const onPhonePage = usePlace() === 'phone'
  const { call } = usePhone()
  useSoundOnPhone()
  return (
    <div className="group/desk flex h-dvh flex-col tablet:flex-row">
      <SideNav />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface tablet:border-l tablet:border-line">
        <main className="flex min-h-0 flex-1 flex-col">{children}</main>
        {!onPhonePage && <PhoneFoot />}
      </div>
      {!onPhonePage && <PhoneDock />}
      {!onPhonePage && !call && <PhoneStrip />}
      {!(onPhonePage && call) && <TabBar />}
      <IncomingCall />
      <CallAnnouncement />
    </div>
  )
}
