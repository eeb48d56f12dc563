'use client'
import { useMemo } from 'react'

/** Moves the focus to rows that may not exist yet: the list scrolls there, and the row takes the focus when it is made. */
export interface RowFocus {
  move: (id: string) => void
  refOf: (id: string) => (link: HTMLElement | null) => void
  /** The list hears which row is wanted. Gives the function that ends it. */
  onWanted: (scrollTo: (id: string) => void) => () => void
}

function createRowFocus(): RowFocus {
  const links = new Map<string, HTMLElement>()
  let wanted: string | null = null
  let scrollTo: (id: string) => void = () => undefined
  const refs = new Map<string, (link: HTMLElement | null) => void>()
  const refOf = (id: string) => (link: HTMLElement | null) => {
    if (!link) return void links.delete(id)
    links.set(id, link)
    if (wanted !== id) return
    wanted = null
    link.focus({ preventScroll: true })
  }
  return {
    move: (id) => {
      wanted = id
      scrollTo(id)
      const link = links.get(id)
      if (!link) return
      wanted = null
      link.focus({ preventScroll: true })
    },
    refOf: (id) => {
      const ref = refs.get(id) ?? refOf(id)
      refs.set(id, ref)
      return ref
    },
    onWanted: (next) => {
      scrollTo = next
      return () => {
        scrollTo = () => undefined
      }
    },
  }
}

export const useRowFocus = (): RowFocus => useMemo(() => createRowFocus(), [])
