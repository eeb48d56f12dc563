import type { Metadata } from 'next'
import { messages } from '#components/messages/en-GB.ts'
import { PhonePage } from '#components/phone/phone-page.tsx'

export const metadata: Metadata = { title: messages.nav.phone }

export default function Page() {
  return <PhonePage />
}
