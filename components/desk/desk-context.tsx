'use client'
import { createContext, type ReactNode, useContext } from 'react'
import type { Reader } from '#components/ui/reader.ts'

/** Who sits at the desk: the session, as the layout read it. */
export interface Desk {
  user: { id: string; name: string; email: string }
  /** timeZone: the reader's own, where they set one; ownTimeZone: where the business's days begin. */
  business: { id: string; name: string; country: string; timeZone: string; ownTimeZone: string }
  role: string
  reader: Reader
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
