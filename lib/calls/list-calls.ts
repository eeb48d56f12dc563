import { z } from 'zod'
import { authorise, type Caller, type Principal } from '#lib/auth/principal.ts'
import { type Reader, readBusiness } from '#lib/db/read-business.ts'
import { type Sql, sql } from '#lib/db/sql.ts'
import { CallFilter, callCondition } from './call-filter.ts'
import { type ListedCall, listedView } from './call-view.ts'
import { type Counted, countAll, countCalls } from './count-calls.ts'
import { foundWords } from './found-words.ts'
import { afterCursor, type Cursor, cursorAfter, readCursor } from './list-cursor.ts'

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
  return readBusiness(principal.businessId, async (tx) => {
    const condition = await callCondition(tx, input, principal.business.timeZone)
    const found = await findPage(tx, input, condition, cursor)
    const shown = found.slice(0, limit)
    const counted =
      input.total === 'exact'
        ? await countAll(tx, condition)
        : await countCalls(tx, condition, countKey(principal, input))
    const last = found.length > limit ? shown.at(-1) : undefined
    return {
      success: true,
      data: {
        calls: await viewCalls(tx, principal, shown, input.search ?? ''),
        pagination: {
          current_page: page,
          ...totals(counted, limit),
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

/** One row more than the page has, which says whether there is another, and all that is shown of each: in one statement. */
function findPage(tx: Reader, input: ListCalls, condition: Sql, cursor: Cursor | null): Promise<ListedCall[]> {
  const { sort_by, sort_order, page, limit } = input
  const column = COLUMNS[sort_by]
  const order = sort_order === 'desc' ? sql`${column} desc, c.id desc` : sql`${column} asc, c.id asc`
  const beyond = cursor ? sql`and ${afterCursor(column, input, cursor)}` : sql``
  return tx.$queryRaw<ListedCall[]>`
    select ${SHOWN} from (
      select * from calls c where ${condition} ${beyond}
      order by ${order} limit ${limit + 1} offset ${cursor ? 0 : (page - 1) * limit}) c
    order by ${order}`
}

const memberName = (userId: Sql): Sql =>
  sql`(select u.name from memberships m join users u on u.id = m.user_id where m.user_id = ${userId})`

/** The columns of ListedCall. */
const SHOWN = sql`c.id, c.business_id as "businessId", c.customer_id as "customerId", c.caller_phone as "callerPhone",
  c.caller_name as "callerName", c.phone_number as "phoneNumber", c.call_sid as "callSid", c.account_sid as "accountSid",
  c.user_id as "userId", c.direction, c.status, c.outcome, c.ended_by as "endedBy", c.started_at as "startedAt",
  c.answered_at as "answeredAt", c.ended_at as "endedAt", c.duration_s as "durationS", c.has_transcript as "hasTranscript",
  c.tags, c.disposition, c.reviewed_at as "reviewedAt", c.created_at as "createdAt", c.updated_at as "updatedAt",
  (select n.label from phone_numbers n where n.number = c.phone_number) as "lineLabel",
  ${memberName(sql`c.user_id`)} as "agentName", ${memberName(sql`c.reviewed_by`)} as "reviewerName",
  (select r.id from recordings r where r.call_id = c.id and r.status = 'stored' order by r.created_at desc limit 1)
    as "recordingId"`

async function viewCalls(tx: Reader, reader: Principal, shown: ListedCall[], search: string) {
  const ids = shown.map(({ id }) => id)
  const words = await foundWords(tx, ids, search)
  return shown.map((call) => ({ ...listedView(call, reader), ...(search && { found: words.get(call.id) ?? null }) }))
}

/** What a count is remembered under: the business, and all that the filter says. */
function countKey({ businessId }: Principal, input: ListCalls): string {
  const filter = Object.keys(CallFilter.shape).map((name) => input[name as keyof CallFilter] ?? null)
  return JSON.stringify([businessId, filter])
}

const totals = ({ count, isFloor }: Counted, limit: number) => ({
  total_pages: Math.ceil(count / limit),
  total_count: count,
  total_is_floor: isFloor,
})
