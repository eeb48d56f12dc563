import type { Reader } from '#lib/db/read-business.ts'
import { type Sql, sql } from '#lib/db/sql.ts'

/** Counting stops here: whoever wants more waits for it. */
const MOST_COUNTED = 10_000
/** So many beyond it say that there are more than can be told for a while, whatever is deleted or changed meanwhile. */
const FAR_BEYOND = 1_000
const REMEMBERED_MS = 10_000
const MOST_REMEMBERED = 1_000

export interface Counted {
  count: number
  /** There are more. */
  isFloor: boolean
}

const FLOOR: Counted = { count: MOST_COUNTED, isFloor: true }

/** Until when a filter is known to let through far more calls than are counted. */
const remembered = new Map<string, number>()

/**
 * How many calls a condition lets through, exactly up to 10,000. A broad filter looks at many calls to know that it stops: that it
 * stopped far beyond is remembered for ten seconds under `key`, which names the business and all of the filter.
 */
export async function countCalls(tx: Reader, condition: Sql, key: string): Promise<Counted> {
  const now = Date.now()
  if ((remembered.get(key) ?? 0) > now) return FLOOR
  const count = await countTo(tx, condition, sql`limit ${MOST_COUNTED + FAR_BEYOND}`)
  if (count === MOST_COUNTED + FAR_BEYOND) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(key, now + REMEMBERED_MS)
  }
  return count > MOST_COUNTED ? FLOOR : { count, isFloor: false }
}

/** However many. */
export const countAll = async (tx: Reader, condition: Sql): Promise<Counted> => ({
  count: await countTo(tx, condition, sql``),
  isFloor: false,
})

async function countTo(tx: Reader, condition: Sql, most: Sql): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (select 1 from calls c where ${condition} ${most}) counted`
  return rows[0]!.count
}
