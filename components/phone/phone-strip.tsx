'use client'
import { PanelRightOpen } from 'lucide-react'
import Link from 'next/link'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { StateDot } from '#components/ui/state-dot.tsx'
import { SoundSettings } from './sound-settings.tsx'
import { usePhone } from './use-phone.tsx'

/** The dock folded to a strip while a side panel needs its place. */
export function PhoneStrip() {
  const { link } = usePhone()
  const word = messages.link[link]
  return (
    <aside
      aria-label={messages.nav.phoneFolded}
      className="hidden w-dock-strip flex-none flex-col items-center gap-1 border-l border-line bg-canvas py-2 min-[80rem]:max-wide:group-has-[[data-side]]/desk:flex"
    >
      <Link
        href="/phone"
        aria-label={messages.nav.phone}
        title={messages.nav.phone}
        className="grid size-control place-items-center rounded-md text-ink-2 hover:bg-hover"
      >
        <Icon of={PanelRightOpen} />
      </Link>
      <SoundSettings compact />
      <span title={word} className="grid size-control place-items-center">
        <StateDot state={link === 'ready' ? 'ready' : link === 'down' ? 'problem' : 'waiting'} />
        <span className="sr-only">{word}</span>
      </span>
    </aside>
  )
}
