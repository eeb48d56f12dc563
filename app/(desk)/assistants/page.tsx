import { AssistantsPage } from '#components/assistants/assistants-page.tsx'
import { titled } from '../../titled.ts'

export const generateMetadata = titled((texts) => texts.assistants.title)

export default function Page() {
  return <AssistantsPage />
}
