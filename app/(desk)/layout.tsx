import type { ReactNode } from 'react'
import { DeskShell } from '#components/desk/desk-shell.tsx'
import { requirePageSession } from '#lib/auth/page-session.ts'

export default async function DeskLayout({ children }: { children: ReactNode }) {
  return <DeskShell desk={await requirePageSession()}>{children}</DeskShell>
}
