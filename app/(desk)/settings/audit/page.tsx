import type { Metadata } from 'next'
import { messages } from '#components/messages/en-GB.ts'
import { AuditPage } from '#components/settings/audit-page.tsx'

export const metadata: Metadata = { title: messages.settings.audit.title }

export default function Page() {
  return <AuditPage />
}
