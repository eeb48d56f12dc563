'use client'
import { Ban, Check, Ellipsis, type LucideIcon, TriangleAlert } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { Dialled } from '#lib/phone-number.ts'
import { whyCountry } from './dial-text.ts'
import { useDialer } from './use-dialer.tsx'

/** What will be dialled, before it is: the number in full, its country and why, or what is wrong with it. */
export function DialPreview() {
  const { dialled, country, isChosen } = useDialer()
  const view = describe(dialled, country ?? '', isChosen)
  return (
    // The room is kept while the field is empty: the keys below must not move under a finger.
    <div
      id="dial-preview"
      className={`flex min-h-13 items-start gap-2 rounded-lg py-2 ${view ? 'frame-soft bg-surface px-3' : ''}`}
    >
      {!view && <span className="text-12 text-ink-3">{messages.dialer.hint}</span>}
      {view && (
        <>
          <Icon of={view.icon} className={`mt-0.5 ${view.ink}`} />
          <div className="min-w-0 flex-1">
            {view.number && <div className="number font-medium">{view.number}</div>}
            {view.lines.map((line) => (
              <div key={line} className={view.number ? 'text-12 text-ink-3' : 'text-12 leading-5 text-ink-2'}>
                {line}
              </div>
            ))}
          </div>
        </>
      )}
    </div>
  )
}

interface View {
  icon: LucideIcon
  ink: string
  number: string | null
  lines: string[]
}

function describe(dialled: Dialled, country: string, isChosen: boolean): View | null {
  const t = messages.dialer
  if (dialled.kind === 'empty') return null
  if (dialled.kind === 'emergency') {
    return { icon: Ban, ink: 'text-problem-ink', number: null, lines: [t.emergency(dialled.digits)] }
  }
  if (dialled.kind === 'not-possible') {
    const icon = dialled.reason === 'too-short' ? Ellipsis : Ban
    return { icon, ink: 'text-ink-3', number: null, lines: [t.impossible[dialled.reason]] }
  }
  const lines = [whyCountry(dialled, country, isChosen)]
  if (dialled.warning) lines.push(t.unusual)
  if (dialled.extension) lines.push(t.extension(dialled.extension))
  return {
    icon: dialled.warning ? TriangleAlert : Check,
    ink: dialled.warning ? 'text-ringing-ink' : 'text-live-ink',
    number: dialled.international,
    lines,
  }
}
