'use client'
import { BellOff, Phone, PhoneIncoming, PhoneOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Avatar } from '#components/ui/avatar.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Keycap } from '#components/ui/keycap.tsx'
import type { Ring } from '#lib/phone/phone.ts'
import { CallerFacts, CallsBefore } from './caller-facts.tsx'
import { countryName } from './format.ts'
import { useNumberText } from './number-text.tsx'
import { ProblemNote } from './phone-notes.tsx'
import { RingCountdown } from './ring-countdown.tsx'
import { useRingtone } from './ringtone.ts'
import { useAttention } from './use-attention.ts'
import { useRingButtons } from './use-call-buttons.ts'
import { usePartyName } from './use-my-calls.ts'
import { useNumbers } from './use-numbers.ts'
import { usePhone } from './use-phone.tsx'

/** A ringing call, over whatever page is open. It never takes the focus. During a call the next one waits unheard. */
export function IncomingCall() {
  const { call, rings } = usePhone()
  const ring = rings[0]
  const ringing = !call && ring !== undefined
  const number = useNumberText()(ring?.from ?? '')
  const name = usePartyName(ring?.callId ?? null)
  useAttention(ringing ? ring : undefined, name ?? number)
  useRingtone(ringing && !ring.silenced && ring.pending === null)
  return ringing ? <IncomingCard ring={ring} more={rings.length - 1} /> : null
}

function IncomingCard({ ring, more }: { ring: Ring; more: number }) {
  const t = messages.ring
  const number = useNumberText()(ring.from)
  const name = usePartyName(ring.callId)
  const country = useNumbers()?.numberCountry(ring.from)
  return (
    <section
      role="alertdialog"
      aria-labelledby="ring-who"
      aria-describedby="ring-line"
      className="rise fixed inset-0 z-40 flex flex-col overflow-hidden bg-surface tablet:inset-auto tablet:top-14 tablet:right-2 tablet:w-94 tablet:rounded-xl tablet:shadow-[inset_0_0_0_1px_var(--ringing-line),var(--sh-call)] dark:bg-raised"
    >
      <div className="flex h-13 flex-none items-center gap-2 border-b border-ringing-line bg-ringing-tint px-4 text-12 font-medium text-ringing-ink tablet:h-10">
        <Icon of={PhoneIncoming} />
        <span id="ring-line" className="min-w-0 flex-1 truncate">
          {t.incoming(ring.line.label)}
        </span>
        {more > 0 && <span className="figures">{t.more(more)}</span>}
        {ring.endsAt !== null && <RingCountdown endsAt={ring.endsAt} />}
      </div>
      <div className="flex flex-1 flex-col gap-4 px-5 pt-6 pb-[calc(1.75rem+env(safe-area-inset-bottom))] tablet:p-4">
        <div className="flex items-start gap-3">
          <Avatar name={name} size={48} />
          <div className="min-w-0 flex-1">
            <h2 id="ring-who" className={`text-24 font-semibold ${name ? 'truncate' : 'number'}`}>
              {name ?? number}
            </h2>
            <div className="text-ink-3">
              {name && <span className="number">{number}</span>}
              {name && country && ' · '}
              {country && countryName(country)}
            </div>
          </div>
        </div>
        <CallerFacts ring={ring} />
        <div className="flex-1 tablet:hidden">
          <CallsBefore ring={ring} />
        </div>
        <ProblemNote />
        <RingButtons />
      </div>
    </section>
  )
}

function RingButtons() {
  const t = messages.ring
  const { answer, decline, silence } = useRingButtons()
  useRingKeys(answer, decline)
  return (
    <div className="flex flex-col gap-2">
      <Button
        {...answer}
        aria-keyshortcuts="Control+Shift+A"
        kind="answer"
        size="large"
        icon={Phone}
        filledIcon
        className="w-full"
      >
        {answer.pending ? t.answering : t.answer}
        <span className="hidden gap-0.5 tablet:inline-flex">
          <Keycap inherit>Ctrl</Keycap>
          <Keycap inherit>⇧</Keycap>
          <Keycap inherit>A</Keycap>
        </span>
      </Button>
      <div className="grid grid-cols-2 gap-2">
        <Button {...decline} aria-keyshortcuts="Control+Shift+R" icon={PhoneOff} title={t.declineHint}>
          {t.decline}
        </Button>
        <Button {...silence} icon={BellOff} title={t.silenceAdvice}>
          {silence['aria-pressed'] ? t.silenced : t.silence}
        </Button>
      </div>
      <p className="text-center text-12 text-ink-3">{t.declineAdvice}</p>
    </div>
  )
}

interface Press {
  disabled: boolean
  onClick: () => void
}

/** Ctrl+Shift+A answers and Ctrl+Shift+R declines, wherever the focus is. */
function useRingKeys(answer: Press, decline: Press): void {
  const latest = useRef({ answer, decline })
  useEffect(() => {
    latest.current = { answer, decline }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey) return
      const press = { KeyA: latest.current.answer, KeyR: latest.current.decline }[event.code]
      if (!press) return
      event.preventDefault()
      if (!press.disabled) press.onClick()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
