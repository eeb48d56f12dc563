import { z } from 'zod'
import { authorise, type Caller, type Principal } from '#lib/auth/principal.ts'
import { type Sql, sql } from '#lib/db/sql.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { CallFilter, callCondition } from './call-filter.ts'
import { callView, namesOf } from './call-view.ts'
import { foundWords } from './found-words.ts'
import { afterCursor, type Cursor, cursorAfter, readCursor } from './list-cursor.ts'

/** Counting stops here: whoever wants more waits for it. */
const MOST_COUNTED = 10_000

const wholeNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(1).max(most))

export const ListCalls = CallFilter.extend({
  page: wholeNumber(1_000_000).default(1),
  limit: wholeNumber(100).default(10),
  sort_by: z.enum(['started_at', 'duration', 'created_at']).default('started_at'),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
  /** next_cursor of an answer: goes on from there, at any depth alike. */
  cursor: z.string().max(500).optional(),
  /** Counts beyond 10,000 too. */
  total: z.literal('exact').optional(),
})
export type ListCalls = z.output<typeof ListCalls>

/** The calls of a business that a filter lets through, in pages or from a cursor on. */
export async function listCalls({ principal }: Caller, input: ListCalls) {
  authorise(principal, 'calls:read')
  const { page, limit } = input
  const cursor = input.cursor === undefined ? null : readCursor(input.cursor, input)
  return withBusiness(principal.businessId, async (tx) => {
    const condition = await callCondition(tx, input, principal.business.timeZone)
    const found = await findPage(tx, input, condition, cursor)
    const shown = found.slice(0, limit)
    const last = found.length > limit ? shown.at(-1) : undefined
    return {
      success: true,
      data: {
        calls: await viewCalls(tx, principal, shown, input.search ?? ''),
        pagination: {
          current_page: page,
          ...totals(await countCalls(tx, condition, input.total === 'exact'), limit),
          per_page: limit,
          has_next: last !== undefined,
          has_prev: page > 1 || cursor !== null,
          next_cursor: last ? cursorAfter(last, input) : null,
        },
      },
    }
  })
}

/** What a page's rows are sorted by. */
const COLUMNS = {
  started_at: sql`c.started_at`,
  created_at: sql`c.created_at`,
  duration: sql`c.duration_s`,
} as const

export interface Found {
  id: string
  started_at: Date
  created_at: Date
  duration: number | null
}

/** One row more than the page has, which says whether there is another. */
function findPage(tx: Tx, input: ListCalls, condition: Sql, cursor: Cursor | null): Promise<Found[]> {
  const { sort_by, sort_order, page, limit } = input
  const column = COLUMNS[sort_by]
  const order = sort_order === 'desc' ? sql`${column} desc, c.id desc` : sql`${column} asc, c.id asc`
  const beyond = cursor ? sql`and ${afterCursor(column, input, cursor)}` : sql``
  return tx.$queryRaw<Found[]>`
    select c.id, c.started_at, c.created_at, c.duration_s as duration from calls c
    where ${condition} ${beyond} order by ${order} limit ${limit + 1} offset ${cursor ? 0 : (page - 1) * limit}`
}

async function viewCalls(tx: Tx, reader: Principal, found: Found[], search: string) {
  const ids = found.map(({ id }) => id)
  const calls = await tx.call.findMany({
    where: { id: { in: ids } },
    include: { recordings: { select: { id: true, status: true }, orderBy: { createdAt: 'asc' } } },
  })
  const [byId, names] = [new Map(calls.map((call) => [call.id, call])), await namesOf(tx)]
  const words = await foundWords(tx, ids, search)
  return ids
    .flatMap((id) => byId.get(id) ?? [])
    .map((call) => ({ ...callView(call, names, reader), ...(search && { found: words.get(call.id) ?? null }) }))
}

async function countCalls(tx: Tx, condition: Sql, isExact: boolean): Promise<{ count: number; isFloor: boolean }> {
  const most = isExact ? sql`` : sql`limit ${MOST_COUNTED + 1}`
  const rows = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (select 1 from calls c where ${condition} ${most}) counted`
  const { count } = rows[0]!
  return isExact || count <= MOST_COUNTED ? { count, isFloor: false } : { count: MOST_COUNTED, isFloor: true }
}

const totals = ({ count, isFloor }: { count: number; isFloor: boolean }, limit: number) => ({
  total_pages: Math.ceil(count / limit),
  total_count: count,
  total_is_floor: isFloor,
})
