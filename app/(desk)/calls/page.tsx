import { LogPage } from '#components/call-log/log-page.tsx'
import { titled } from '../../titled.ts'

export const generateMetadata = titled((texts) => texts.nav.calls)

export default function Page() {
  return <LogPage />
}
