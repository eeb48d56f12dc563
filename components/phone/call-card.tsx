'use client'
import { MicOff, RefreshCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Avatar } from '#components/ui/avatar.tsx'
import { Note } from '#components/ui/note.tsx'
import type { PhoneCall } from '#lib/phone/phone.ts'
import { CallControls } from './call-controls.tsx'
import { CallStrap } from './call-strap.tsx'
import { CallTimer } from './call-timer.tsx'
import { useNumberText } from './number-text.tsx'
import { SoundLanes } from './sound-lanes.tsx'
import { ToneKeypad } from './tone-keypad.tsx'
import { usePartyName } from './use-my-calls.ts'

/** The call, the largest thing on screen while it lasts: who, what state, how long. On a phone it is the screen. */
export function CallCard({ call }: { call: PhoneCall }) {
  const [keypadOpen, setKeypadOpen] = useState(false)
  const number = useNumberText()(call.party)
  const name = usePartyName(call.callId)
  return (
    <section
      aria-label={messages.call.label(name ?? number)}
      className="flex flex-1 flex-col bg-surface tablet:flex-none tablet:overflow-hidden tablet:rounded-xl tablet:shadow-call dark:bg-raised"
    >
      <CallStrap call={call} />
      <div className="flex flex-col gap-4 px-5 pt-5 pb-4 tablet:flex-row tablet:items-center">
        <div className="flex min-w-0 flex-1 items-center gap-4">
          <Avatar name={name} size={48} />
          <div className="min-w-0 flex-1">
            <h2 className={`text-24 font-semibold ${name ? 'truncate' : 'number'}`}>{name ?? number}</h2>
            {name && <div className="number text-ink-2">{number}</div>}
          </div>
        </div>
        {call.openedAt !== null && (
          <div className="flex items-baseline gap-2 tablet:block tablet:text-right">
            <CallTimer since={call.openedAt} className="text-32 font-semibold" />
            <div className="text-12 text-ink-3">{messages.call.since[call.direction]}</div>
          </div>
        )}
      </div>
      <div className="flex flex-1 flex-col gap-3 px-5 pb-3">
        {call.openedAt !== null && <SoundLanes them={name?.split(' ')[0] ?? messages.call.them} />}
        <CallNotes call={call} />
      </div>
      {keypadOpen && <ToneKeypad digits={call.digits} />}
      <CallControls keypadOpen={keypadOpen} onKeypad={() => setKeypadOpen(!keypadOpen)} />
    </section>
  )
}

/** What the agent must know now: muted, or the connection suffers. */
export function CallNotes({ call }: { call: PhoneCall }) {
  const t = messages.call
  return (
    <>
      {call.reconnecting && (
        <Note tone="ringing" icon={RefreshCw} title={t.reconnectingTitle}>
          {t.reconnectingAdvice}
        </Note>
      )}
      {call.muted && (
        <Note tone="inverse" icon={MicOff} title={t.mutedNote}>
          {call.talkingMuted ? t.mutedTalking : t.mutedDetail}
        </Note>
      )}
      {!call.reconnecting && call.quality !== 'good' && (
        <Note tone="ringing" icon={TriangleAlert} title={call.quality === 'fair' ? t.fairTitle : t.poorTitle}>
          {call.quality === 'fair' ? t.fairAdvice : t.poorAdvice}
        </Note>
      )}
    </>
  )
}
