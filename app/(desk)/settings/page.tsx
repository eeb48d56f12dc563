import type { Metadata } from 'next'
import { messages } from '#components/messages/en-GB.ts'
import { PersonalPage } from '#components/settings/personal-page.tsx'

export const metadata: Metadata = { title: messages.settings.personal.title }

export default function Page() {
  return <PersonalPage />
}
