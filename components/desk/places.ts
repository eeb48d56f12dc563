import { Bot, ChartColumn, History, type LucideIcon, Phone, Settings2 } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'

export type Place = 'phone' | 'calls' | 'assistants' | 'stats' | 'settings'

export interface PlaceEntry {
  place: Place
  href: string
  icon: LucideIcon
  label: string
}

/** The nav of the desk, part by part; on a phone the first is within thumb reach, the rest in the account's menu. */
export const PARTS: { title?: string; places: PlaceEntry[] }[] = [
  {
    places: [
      { place: 'phone', href: '/phone', icon: Phone, label: messages.nav.phone },
      { place: 'calls', href: '/calls', icon: History, label: messages.nav.calls },
    ],
  },
  {
    title: messages.nav.supervise,
    places: [
      { place: 'assistants', href: '/assistants', icon: Bot, label: messages.nav.assistants },
      { place: 'stats', href: '/stats', icon: ChartColumn, label: messages.nav.stats },
    ],
  },
  {
    title: messages.nav.setUp,
    places: [{ place: 'settings', href: '/settings', icon: Settings2, label: messages.nav.settings }],
  },
]
export const AT_HAND = PARTS[0]!.places
export const ELSEWHERE = PARTS.slice(1).flatMap(({ places }) => places)
