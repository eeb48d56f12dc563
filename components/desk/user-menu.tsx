'use client'
import { ChevronsUpDown, LogOut, type LucideIcon, Monitor, Moon, Sun } from 'lucide-react'
import Link from 'next/link'
import { DropdownMenu as Menu } from 'radix-ui'
import { useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Avatar } from '#components/ui/avatar.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useDesk } from './desk-context.tsx'
import { ELSEWHERE } from './places.ts'
import { signOut } from './sign-out.ts'
import { applyTheme, readTheme, type Theme } from './theme.ts'

const t = messages.user

const THEMES: { theme: Theme; icon: LucideIcon; label: string }[] = [
  { theme: 'light', icon: Sun, label: t.light },
  { theme: 'dark', icon: Moon, label: t.dark },
  { theme: 'system', icon: Monitor, label: t.system },
]

const ROW =
  'flex h-11 cursor-default items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-hover tablet:h-row-tight'

/** Who is signed in, the theme, and the way out. */
export function UserMenu({ tab }: { tab?: boolean }) {
  const { user, role } = useDesk()
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        aria-label={`${t.menu}: ${user.name}`}
        className={
          tab
            ? 'flex h-12 flex-col items-center justify-center gap-0.5 text-11 font-medium text-ink-3'
            : 'flex h-10 w-full items-center justify-center gap-2 rounded-md px-2 hover:bg-hover data-[state=open]:bg-hover desk:h-9 desk:justify-start'
        }
      >
        <Avatar name={user.name} size={24} me />
        {tab ? (
          <span className="max-w-full truncate">{user.name.split(' ')[0]}</span>
        ) : (
          <>
            <span className="hidden min-w-0 flex-1 truncate text-left font-medium desk:block">{user.name}</span>
            <Icon of={ChevronsUpDown} size={14} className="hidden text-ink-3 desk:block" />
          </>
        )}
      </Menu.Trigger>
      <Menu.Content
        side="top"
        align={tab ? 'end' : 'start'}
        sideOffset={4}
        className="z-50 w-60 rounded-lg bg-raised p-1 shadow-float"
      >
        <div className="px-2 py-1.5">
          <div className="truncate font-medium">{user.name}</div>
          <div className="truncate text-12 text-ink-3">
            {messages.roles[role] ?? role} · {user.email}
          </div>
        </div>
        <Menu.Separator className="my-1 h-px bg-line" />
        {tab && <Elsewhere />}
        <ThemeChoice />
        <Menu.Separator className="my-1 h-px bg-line" />
        <Menu.Item className={ROW} onSelect={() => void signOut()}>
          <Icon of={LogOut} className="text-ink-3" />
          {t.signOut}
        </Menu.Item>
      </Menu.Content>
    </Menu.Root>
  )
}

/** The places that a phone's bar has no room for. */
const Elsewhere = () => (
  <>
    {ELSEWHERE.map(({ place, href, icon, label }) => (
      <Menu.Item key={place} asChild className={ROW}>
        <Link href={href}>
          <Icon of={icon} className="text-ink-3" />
          {label}
        </Link>
      </Menu.Item>
    ))}
    <Menu.Separator className="my-1 h-px bg-line" />
  </>
)

function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme)
  const choose = (next: string) => {
    const chosen = THEMES.find((each) => each.theme === next)?.theme ?? 'system'
    applyTheme(chosen)
    setTheme(chosen)
  }
  return (
    <Menu.RadioGroup value={theme} onValueChange={choose} aria-label={t.theme}>
      {THEMES.map(({ theme: value, icon, label }) => (
        <Menu.RadioItem key={value} value={value} className={ROW} onSelect={(event) => event.preventDefault()}>
          <Icon of={icon} className="text-ink-3" />
          <span className="flex-1">{label}</span>
          <Menu.ItemIndicator className="size-1.5 rounded-full bg-accent-ink" />
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}
