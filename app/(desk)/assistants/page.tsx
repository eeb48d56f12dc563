import type { Metadata } from 'next'
import { AssistantsPage } from '#components/assistants/assistants-page.tsx'
import { messages } from '#components/messages/en-GB.ts'

export const metadata: Metadata = { title: messages.assistants.title }

export default function Page() {
  return <AssistantsPage />
}
