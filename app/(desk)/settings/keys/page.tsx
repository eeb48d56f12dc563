import type { Metadata } from 'next'
import { messages } from '#components/messages/en-GB.ts'
import { KeysPage } from '#components/settings/keys-page.tsx'

export const metadata: Metadata = { title: messages.settings.keys.title }

export default function Page() {
  return <KeysPage />
}
