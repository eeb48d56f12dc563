import { RetentionPage } from '#components/settings/retention-page.tsx'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled((texts) => texts.settings.retention.title)

export default function Page() {
  return <RetentionPage />
}
