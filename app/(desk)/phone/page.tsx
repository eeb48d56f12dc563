import { PhonePage } from '#components/phone/phone-page.tsx'
import { titled } from '../../titled.ts'

export const generateMetadata = titled((texts) => texts.nav.phone)

export default function Page() {
  return <PhonePage />
}
