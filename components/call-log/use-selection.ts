'use client'
import { useCallback, useState } from 'react'
import { chooseCalls } from './choose-calls.ts'

export interface Selection {
  ids: ReadonlySet<string>
  set: (ids: readonly string[], isSelected: boolean) => void
  clear: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** The calls that were chosen in one list; another list begins with none. */
export function useSelection(of: string): Selection {
  const [chosen, setChosen] = useState({ of, ids: NONE })
  const set = useCallback(
    (ids: readonly string[], isSelected: boolean) =>
      setChosen((now) => ({ of, ids: chooseCalls(now.of === of ? now.ids : NONE, ids, isSelected) })),
    [of],
  )
  const clear = useCallback(() => setChosen({ of, ids: NONE }), [of])
  return { ids: chosen.of === of ? chosen.ids : NONE, set, clear }
}
