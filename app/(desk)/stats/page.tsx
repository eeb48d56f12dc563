import { StatsPage } from '#components/stats/stats-page.tsx'
import { titled } from '../../titled.ts'

export const generateMetadata = titled((texts) => texts.stats.title)

export default function Page() {
  return <StatsPage />
}
