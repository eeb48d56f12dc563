import { InstructionsPage } from '#components/assistants/instructions-page.tsx'
import { titled } from '../../../../titled.ts'

export const generateMetadata = titled((texts) => texts.assistants.title)

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <InstructionsPage id={(await params).id} />
}
