import { AuditPage } from '#components/settings/audit-page.tsx'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled((texts) => texts.settings.audit.title)

export default function Page() {
  return <AuditPage />
}
