'use client'
import { useCallback, useState } from 'react'

export interface Selection {
  ids: ReadonlySet<string>
  set: (id: string, isSelected: boolean) => void
  clear: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** The calls that were chosen in one list; another list begins with none. */
export function useSelection(of: string): Selection {
  const [chosen, setChosen] = useState({ of, ids: NONE })
  const set = useCallback(
    (id: string, isSelected: boolean) =>
      setChosen((now) => {
        const ids = new Set(now.of === of ? now.ids : NONE)
        if (isSelected) ids.add(id)
        else ids.delete(id)
        return { of, ids }
      }),
    [of],
  )
  const clear = useCallback(() => setChosen({ of, ids: NONE }), [of])
  return { ids: chosen.of === of ? chosen.ids : NONE, set, clear }
}
