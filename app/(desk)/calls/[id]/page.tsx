import type { Metadata } from 'next'
import { CallPage } from '#components/calls/call-page.tsx'
import { messages } from '#components/messages/en-GB.ts'

export const metadata: Metadata = { title: messages.nav.calls }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <CallPage id={(await params).id} />
}
