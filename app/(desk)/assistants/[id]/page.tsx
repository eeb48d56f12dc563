import { LiveCallsPage } from '#components/live-call/live-calls-page.tsx'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled((texts) => texts.assistants.title)

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <LiveCallsPage assistantId={(await params).id} />
}
