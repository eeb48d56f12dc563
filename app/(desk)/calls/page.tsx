import type { Metadata } from 'next'
import { CallsPage } from '#components/calls/calls-page.tsx'
import { messages } from '#components/messages/en-GB.ts'

export const metadata: Metadata = { title: messages.nav.calls }

export default async function Page({ searchParams }: { searchParams: Promise<{ page?: string | string[] }> }) {
  const { page } = await searchParams
  const number = typeof page === 'string' && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1
  return <CallsPage pageNumber={number} />
}
