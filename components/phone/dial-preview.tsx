'use client'
import { Ban, Check, type LucideIcon, TriangleAlert } from 'lucide-react'
import { messages } from '#components/messages/en-GB.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { Dialled } from '#lib/phone-number.ts'
import { whyCountry } from './dial-text.ts'
import { useDialer } from './use-dialer.tsx'

/** What will be dialled, before it is: the number in full, its country and why, or what is wrong with it. */
export function DialPreview() {
  const { dialled, country, isChosen } = useDialer()
  const view = dialled.kind === 'empty' ? null : describe(dialled, country ?? '', isChosen)
  return (
    <div id="dial-preview" className="min-h-0">
      {view && (
        <div className="frame-soft flex items-start gap-2 rounded-lg bg-surface px-3 py-2">
          <Icon of={view.icon} className={`mt-0.5 ${view.ink}`} />
          <div className="min-w-0 flex-1">
            {view.number && <div className="number font-medium">{view.number}</div>}
            {view.lines.map((line) => (
              <div key={line} className={view.number ? 'text-12 text-ink-3' : 'text-12 leading-5 text-ink-2'}>
                {line}
              </div>
            ))}
          </div>
        </div>
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

function describe(dialled: Exclude<Dialled, { kind: 'empty' }>, country: string, isChosen: boolean): View {
  const t = messages.dialer
  if (dialled.kind === 'emergency') {
    return { icon: Ban, ink: 'text-problem-ink', number: null, lines: [t.emergency(dialled.digits)] }
  }
  if (dialled.kind === 'not-possible') {
    return { icon: Ban, ink: 'text-ink-3', number: null, lines: [t.impossible[dialled.reason]] }
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
