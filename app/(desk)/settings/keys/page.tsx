import { KeysPage } from '#components/settings/keys-page.tsx'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled((texts) => texts.settings.keys.title)

export default function Page() {
  return <KeysPage />
}
