import type { Metadata } from 'next'
import { InstructionsPage } from '#components/assistants/instructions-page.tsx'
import { messages } from '#components/messages/en-GB.ts'

export const metadata: Metadata = { title: messages.assistants.title }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <InstructionsPage id={(await params).id} />
}
