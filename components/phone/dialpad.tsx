'use client'
import { Phone, RotateCcw } from 'lucide-react'
import { useRef } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Keycap } from '#components/ui/keycap.tsx'
import { Keypad } from '#components/ui/keypad.tsx'
import { DialField } from './dial-field.tsx'
import { DialPreview } from './dial-preview.tsx'
import { LineSelect } from './line-select.tsx'
import { useDialer } from './use-dialer.tsx'
import { usePhone } from './use-phone.tsx'
import { useTypeAnywhere } from './use-type-anywhere.ts'

/** The dialer of the phone page: field, preview, line, keys, Call. */
export function Dialpad() {
  const dialer = useDialer()
  const input = useRef<HTMLInputElement>(null)
  useTypeAnywhere({ onDigit: dialer.press, onBackspace: dialer.deleteLast, onEscape: dialer.clear })
  const t = messages.dialer
  return (
    <section aria-label={t.section} className="flex flex-1 flex-col gap-3 tablet:flex-none">
      <DialField input={input} focused />
      <DialPreview />
      <LineSelect />
      <div className="mt-auto tablet:mt-0">
        <Keypad label={t.keypad} onKey={dialer.press} plus />
      </div>
      <CallButton />
      <p
        aria-hidden
        className="hidden items-center justify-center gap-1 text-12 whitespace-nowrap text-ink-3 tablet:flex"
      >
        {t.hints.hold} <Keycap>0</Keycap> {t.hints.forPlus}
        <span className="w-3" />
        <Keycap>↑</Keycap> {t.hints.lastNumber}
        <span className="w-3" />
        <Keycap>Esc</Keycap> {t.hints.clear}
      </p>
    </section>
  )
}

/** Field, line and button without the keys, for the dock beside other pages. */
export function CompactDialer() {
  const input = useRef<HTMLInputElement>(null)
  return (
    <section aria-label={messages.dialer.section} className="flex flex-col gap-3">
      <DialField input={input} />
      <DialPreview />
      <LineSelect />
      <CallButton />
    </section>
  )
}

function CallButton() {
  const { canCall, call, text, last, recall } = useDialer()
  const { call: current } = usePhone()
  if (!text && last && !current) {
    return (
      <Button size="large" icon={RotateCcw} onClick={recall} className="w-full">
        {messages.dialer.redial(last)}
      </Button>
    )
  }
  return (
    <Button
      kind="answer"
      size="large"
      icon={Phone}
      filledIcon
      disabled={!canCall}
      onClick={call}
      aria-keyshortcuts="Enter"
      className="w-full"
    >
      {messages.dialer.call}
      {canCall && <Keycap inherit>Enter</Keycap>}
    </Button>
  )
}
