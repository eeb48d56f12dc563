import type { ReactNode } from 'react'
import { PlayerProvider } from '#components/calls/player-context.tsx'

export default function CallsLayout({ children }: { children: ReactNode }) {
  return <PlayerProvider>{children}</PlayerProvider>
}
