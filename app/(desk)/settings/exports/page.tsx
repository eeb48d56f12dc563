import { ExportsPage } from '#components/exports/exports-page.tsx'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled((texts) => texts.exports.title)

export default function Page() {
  return <ExportsPage />
}
