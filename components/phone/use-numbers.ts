'use client'
import { useEffect, useState } from 'react'

type Numbers = typeof import('#lib/phone-number.ts')

let loaded: Numbers | null = null

/** The number rules, with every country's plan: too heavy for the first paint, so they come after it. Null until then. */
export function useNumbers(): Numbers | null {
  const [numbers, setNumbers] = useState<Numbers | null>(null)
  useEffect(() => {
    let shown = true
    if (loaded) setNumbers(loaded)
    else
      void import('#lib/phone-number.ts').then((rules) => {
        loaded = rules
        if (shown) setNumbers(rules)
      })
    return () => {
      shown = false
    }
  }, [])
  return numbers
}
