import { vi } from 'vitest'
import { type Tx, withBusiness } from './with-business.ts'

/** Runs something in several transactions of a business, none of which goes on before all have begun. */
export async function together<T>(
  businessId: string,
  count: number,
  run: (tx: Tx, at: number) => Promise<T>,
): Promise<T[]> {
  let begun = 0
  let start!: () => void
  const allBegun = new Promise<void>((resolve) => {
    start = resolve
  })
  return Promise.all(
    Array.from({ length: count }, (_, at) =>
      withBusiness(businessId, async (tx) => {
        begun += 1
        if (begun === count) start()
        await allBegun
        return run(tx, at)
      }),
    ),
  )
}

/** Resolves when another transaction waits for what this one holds. */
export const isWaitedFor = (tx: Tx) =>
  vi.waitUntil(
    async () => {
      const [row] = await tx.$queryRaw<{ waiting: number }[]>`
        select count(*)::int as waiting from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`
      return row!.waiting > 0
    },
    { timeout: 14_000, interval: 10 },
  )
