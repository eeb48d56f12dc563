import type { Metadata } from 'next'
import { CallInterface } from '#components/examples/call-interface.tsx'
import { requirePageSession } from '#lib/auth/page-session.ts'

export const metadata: Metadata = { title: 'Voice example' }

/** Outside the desk, whose phone would ring beside this one. */
export default async function Page() {
  const { user } = await requirePageSession()
  return <CallInterface identity={user.email} />
}
