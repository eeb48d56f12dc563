'use client'
import { createContext, type ReactNode, useContext } from 'react'

/** Who sits at the desk: the session, as the layout read it. */
export interface Desk {
  user: { id: string; name: string; email: string }
  business: { id: string; name: string; country: string; timeZone: string }
  role: string
  demo: boolean
}

const DeskContext = createContext<Desk | null>(null)

export const DeskProvider = ({ desk, children }: { desk: Desk; children: ReactNode }) => (
  <DeskContext value={desk}>{children}</DeskContext>
)

/** The session of the pages inside the desk. Throws outside. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk outside the desk')
  return desk
}
