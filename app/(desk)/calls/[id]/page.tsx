import { CallPage } from '#components/calls/call-page.tsx'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled((texts) => texts.nav.calls)

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <CallPage id={(await params).id} />
}
