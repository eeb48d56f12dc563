import { PersonalPage } from '#components/settings/personal-page.tsx'
import { titled } from '../../titled.ts'

export const generateMetadata = titled((texts) => texts.settings.personal.title)

export default function Page() {
  return <PersonalPage />
}
