const turns = new Map<string, Promise<unknown>>()

/**
 * Runs work of one key one after the other in this process. It keeps those who wait for the same lock in the database from taking
 * all connections; the lock alone is what other processes keep to.
 */
export function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(key) ?? Promise.resolve()).then(work, work)
  turns.set(key, mine)
  const leave = () => {
    if (turns.get(key) === mine) turns.delete(key)
  }
  mine.then(leave, leave)
  return mine
}
