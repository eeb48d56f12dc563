import type { Metadata } from 'next'
import { LiveCallsPage } from '#components/live-call/live-calls-page.tsx'
import { messages } from '#components/messages/en-GB.ts'

export const metadata: Metadata = { title: messages.assistants.title }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <LiveCallsPage assistantId={(await params).id} />
}
