import { z } from 'zod'
import { type Sql, sql } from '#lib/db/sql.ts'
import { AppError } from '#lib/errors.ts'
import type { ListedCall } from './call-view.ts'
import type { ListCalls } from './list-calls.ts'

type Sorting = Pick<ListCalls, 'sort_by' | 'sort_order'>

/** The last row that was shown, under the sorting it was shown in. A cursor opens nothing: rows of others do not exist for it. */
const Cursor = z.tuple([z.string(), z.union([z.iso.datetime(), z.int().min(0).max(2_147_483_647), z.null()]), z.uuid()])
export type Cursor = z.output<typeof Cursor>

type Shown = Pick<ListedCall, 'id' | 'startedAt' | 'createdAt' | 'durationS'>
const SORTED_BY = { started_at: 'startedAt', created_at: 'createdAt', duration: 'durationS' } as const

const sortingOf = ({ sort_by, sort_order }: Sorting) => `${sort_by} ${sort_order}`

/** What a client sends to go on after this row. */
export function cursorAfter(row: Shown, sorting: Sorting): string {
  const value = row[SORTED_BY[sorting.sort_by]]
  return Buffer.from(JSON.stringify([sortingOf(sorting), value, row.id])).toString('base64url')
}

/** Reads what cursorAfter gave; throws `invalid_input` for anything else, and for a cursor of another sorting. */
export function readCursor(text: string, sorting: Sorting): Cursor {
  const cursor = parse(text)
  const isOfTime = typeof cursor?.[1] === 'string'
  if (cursor?.[0] === sortingOf(sorting) && isOfTime === (sorting.sort_by !== 'duration')) return cursor
  throw new AppError('invalid_input', 'cursor: is none of this list', { field: 'cursor' })
}

function parse(text: string): Cursor | null {
  try {
    return Cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The rows after a cursor. A call without a duration is not over: it stands beyond the longest. */
export function afterCursor(column: Sql, { sort_by, sort_order }: Sorting, [, value, id]: Cursor): Sql {
  const isDown = sort_order === 'desc'
  if (value === null) {
    return isDown ? sql`(${column} is not null or c.id < ${id}::uuid)` : sql`(${column} is null and c.id > ${id}::uuid)`
  }
  const row = sort_by === 'duration' ? sql`(${value}::int, ${id}::uuid)` : sql`(${value}::timestamptz, ${id}::uuid)`
  if (isDown) return sql`(${column}, c.id) < ${row}`
  return sort_by === 'duration'
    ? sql`((${column}, c.id) > ${row} or ${column} is null)`
    : sql`(${column}, c.id) > ${row}`
}
