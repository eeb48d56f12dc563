'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'

const t = messages.settings

const TABS = [
  { href: '/settings', text: t.personal.tab, admins: false },
  { href: '/settings/keys', text: t.keys.tab, admins: true },
  { href: '/settings/audit', text: t.audit.tab, admins: true },
]

/** A page of the settings under its tabs; agents have their own only. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const path = usePathname()
  const isAdmin = useIsAdmin()
  return (
    <>
      <header className="flex h-13 flex-none items-center border-b border-line px-4 tablet:h-bar tablet:px-5">
        <h1 className="text-16 font-semibold tablet:text-14">{t.title}</h1>
      </header>
      {isAdmin && (
        <nav
          aria-label={t.title}
          className="flex flex-none gap-4 overflow-x-auto border-b border-line px-4 tablet:px-5"
        >
          {TABS.map(({ href, text }) => (
            <Link
              key={href}
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
