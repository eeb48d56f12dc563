'use client'
import { messages } from '#components/messages/messages.ts'
import { Keypad } from '#components/ui/keypad.tsx'
import { usePhoneStore } from './use-phone.tsx'
import { useTypeAnywhere } from './use-type-anywhere.ts'

const SHOWN = 4

/** Keys that send tones into the call; typing works too. Only the last four stay readable: they may be a card's. */
export function ToneKeypad({ digits }: { digits: string }) {
  const store = usePhoneStore()
  const send = (key: string) => {
    if (key !== '+') store?.sendDigit(key)
  }
  useTypeAnywhere({ onDigit: send })
  const hidden = Math.max(0, digits.length - SHOWN)
  return (
    <div className="mx-auto flex w-full max-w-78 flex-col gap-2 px-5 pb-4 dark:[&_button]:bg-pressed">
      <p
        role="log"
        aria-label={messages.call.digitsSent}
        className="number h-6 overflow-hidden text-center text-16 text-ink-2"
      >
        {'•'.repeat(Math.min(hidden, 12)) + digits.slice(hidden)}
      </p>
      <Keypad label={messages.call.keypad} onKey={send} />
    </div>
  )
}
