'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Mark } from '#components/ui/mark.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import { useDesk } from './desk-context.tsx'
import { AT_HAND, ELSEWHERE, PARTS, type Place, type PlaceEntry } from './places.ts'
import { UserMenu } from './user-menu.tsx'

/** The place of the nav that the page belongs to. */
export function usePlace(): Place | undefined {
  const path = usePathname()
  return [...AT_HAND, ...ELSEWHERE].find(({ href }) => path === href || path.startsWith(`${href}/`))?.place
}

/** The nav of the desk: 200 px with words, 56 px with tooltips on a tablet, absent on a phone. */
export function SideNav() {
  const { business, demo } = useDesk()
  const current = usePlace()
  return (
    <nav
      aria-label={messages.nav.label}
      className="hidden w-nav-small flex-none flex-col bg-canvas p-2 tablet:flex desk:w-nav"
    >
      <div className="mb-2 flex h-8 items-center gap-2 px-2.5 font-semibold desk:px-2">
        <Mark />
        <span className="hidden truncate desk:block">{business.name}</span>
      </div>
      {PARTS.map(({ title, places }) => (
        <div key={title ?? ''} className="flex flex-col">
          {title && <p className="hidden px-2 pt-4 pb-1 text-11 font-medium text-ink-3 desk:block">{title}</p>}
          {places.map((entry) => (
            <NavLink key={entry.place} entry={entry} isCurrent={current === entry.place} />
          ))}
        </div>
      ))}
      {demo && <p className="mt-auto hidden px-2 pb-2 text-11 text-ink-3 desk:block">{messages.demo}</p>}
      <div className={demo ? 'mt-auto desk:mt-0' : 'mt-auto'}>
        <UserMenu />
      </div>
    </nav>
  )
}

const NavLink = ({ entry: { href, icon, label }, isCurrent }: { entry: PlaceEntry; isCurrent: boolean }) => (
  <Tooltip text={label}>
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={`mb-px flex h-10 items-center justify-center gap-2 rounded-md px-2 font-medium desk:h-7 desk:justify-start ${
        isCurrent ? 'bg-pressed text-ink [&>svg]:text-accent-ink' : 'text-ink-2 hover:bg-hover [&>svg]:text-ink-3'
      }`}
    >
      <Icon of={icon} />
      <span className="sr-only desk:not-sr-only">{label}</span>
    </Link>
  </Tooltip>
)

/** The nav of a phone, within thumb reach. */
export function TabBar() {
  const current = usePlace()
  return (
    <nav
      aria-label={messages.nav.label}
      className="grid flex-none grid-cols-3 border-t border-line bg-canvas px-2 pt-1 pb-[calc(0.5rem+env(safe-area-inset-bottom))] tablet:hidden"
    >
      {AT_HAND.map(({ place, href, icon, label }) => (
        <Link
          key={place}
          href={href}
          aria-current={current === place ? 'page' : undefined}
          className={`flex h-12 flex-col items-center justify-center gap-0.5 text-11 font-medium ${current === place ? 'text-accent-ink' : 'text-ink-3'}`}
        >
          <Icon of={icon} size={20} />
          {label}
        </Link>
      ))}
      <UserMenu tab />
    </nav>
  )
}
