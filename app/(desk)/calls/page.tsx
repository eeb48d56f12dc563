import type { Metadata } from 'next'
import { LogPage } from '#components/call-log/log-page.tsx'
import { messages } from '#components/messages/en-GB.ts'

export const metadata: Metadata = { title: messages.nav.calls }

export default function Page() {
  return <LogPage />
}
