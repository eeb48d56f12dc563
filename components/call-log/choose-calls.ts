/** The chosen calls after some more were chosen, or were no longer. */
export function chooseCalls(chosen: ReadonlySet<string>, ids: readonly string[], isChosen: boolean): Set<string> {
  const next = new Set(chosen)
  for (const id of ids) {
    if (isChosen) next.add(id)
    else next.delete(id)
  }
  return next
}

/** How many of the loaded calls are chosen, as a box with three states says it. */
export function chosenOf(chosen: ReadonlySet<string>, loaded: readonly { id: string }[]): 'none' | 'some' | 'all' {
  const count = loaded.filter(({ id }) => chosen.has(id)).length
  if (count === 0) return 'none'
  return count === loaded.length ? 'all' : 'some'
}
