'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { useMayExport } from '#components/exports/use-may-export.ts'
import { messages } from '#components/messages/messages.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'

const t = messages.settings

/** What the session may open; agents have their own settings only. */
function useTabs() {
  const [isAdmin, mayExport] = [useIsAdmin(), useMayExport()]
  return [
    { href: '/settings', text: t.personal.tab, isOpen: true },
    { href: '/settings/exports', text: messages.exports.tab, isOpen: mayExport },
    { href: '/settings/recordings', text: t.retention.tab, isOpen: isAdmin },
    { href: '/settings/keys', text: t.keys.tab, isOpen: isAdmin },
    { href: '/settings/audit', text: t.audit.tab, isOpen: isAdmin },
  ].filter(({ isOpen }) => isOpen)
}

/** On a phone the tabs are wider than the screen. */
const showTab = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

/** A page of the settings under its tabs. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const path = usePathname()
  const tabs = useTabs()
  return (
    <>
      <header className="flex h-13 flex-none items-center border-b border-line px-4 tablet:h-bar tablet:px-5">
        <h1 className="text-16 font-semibold tablet:text-14">{t.title}</h1>
      </header>
      {tabs.length > 1 && (
        <nav
          aria-label={t.title}
          className="flex flex-none gap-4 overflow-x-auto border-b border-line px-4 tablet:px-5"
        >
          {tabs.map(({ href, text }) => (
            <Link
              key={href}
              ref={path === href ? showTab : undefined}
              href={href}
              aria-current={path === href ? 'page' : undefined}
              className={`flex h-11 items-center font-medium whitespace-nowrap tablet:h-10 ${
                path === href ? 'text-ink shadow-[inset_0_-2px_0_var(--accent)]' : 'text-ink-2 hover:text-ink'
              }`}
            >
              {text}
            </Link>
          ))}
        </nav>
      )}
      <ScrollArea>{children}</ScrollArea>
    </>
  )
}

/** Whether the session may see keys and the audit log; the server decides it again. */
export function useIsAdmin(): boolean {
  const { role } = useDesk()
  return role === 'owner' || role === 'admin'
}
