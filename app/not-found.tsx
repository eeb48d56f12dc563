'use client'
import Link from 'next/link'
import { messages } from '#components/messages/messages.ts'
import { Empty } from '#components/ui/empty.tsx'

export default function NotFound() {
  const t = messages.page
  return (
    <main className="flex h-dvh">
      <Empty
        title={t.notFound}
        action={
          <Link href="/phone" className="frame inline-flex h-control items-center rounded-md px-3 font-medium">
            {t.toPhone}
          </Link>
        }
      >
        {t.notFoundAdvice}
      </Empty>
    </main>
  )
}
