'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** False while the server renders and in the first pass of the browser, true from then on. */
export const useMounted = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
