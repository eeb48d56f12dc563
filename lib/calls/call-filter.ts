import { z } from 'zod'
import type { Reader } from '#lib/db/read-business.ts'
import { joinSql, type Sql, sql } from '#lib/db/sql.ts'
import { plainText } from '#lib/plain-text.ts'
import { CALL_STATUSES, OUTCOMES } from './call-words.ts'
import { COUNTED, COUNTED_AS, REASON, WAIT } from './counted-as.ts'
import { searchCondition } from './search-calls.ts'

/** Largest number of a PostgreSQL integer. */
export const MOST_SECONDS = 2_147_483_647

/** An answered call is in progress; both words are taken. */
export const StatusWord = z
  .enum([...CALL_STATUSES, 'answered'])
  .transform((word) => (word === 'answered' ? 'in-progress' : word))

const seconds = z
  .string()
  .regex(/^\d{1,10}$/, 'must be a whole number of seconds')
  .transform(Number)
  .refine((count) => count <= MOST_SECONDS, 'is too large')
const flag = z.enum(['true', 'false']).transform((word) => word === 'true')
const day = z.iso.date().transform((date) => ({ day: date }))
const instant = z.iso.datetime({ offset: true }).transform((text) => ({ instant: new Date(text) }))
/** A day of the business's own zone, or an instant. */
const moment = z
  .string()
  .regex(/^(19|2\d)/, 'must be of a year from 1900 to 2999')
  .pipe(z.union([day, instant], 'must be a date (2026-11-20) or a time with its zone (2026-11-20T09:00:00Z)'))
  .refine((value) => !('instant' in value) || !Number.isNaN(value.instant.getTime()), 'is no time')
const tagList = plainText(2000)
  .transform((text) => [...new Set(text.split(',').map((tag) => tag.trim()))].filter(Boolean))
  .refine((tags) => tags.length <= 50, 'has more than 50 tags')

const wholeWithin = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,2}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`)

const e164 = z.string().regex(/^\+[1-9]\d{1,14}$/, 'must be a number like +442079460111')
const idList = z
  .string()
  .max(4000)
  .transform((text) => text.split(','))
  .pipe(z.array(z.uuid()).max(100))

/** What the list, the figures and the export may be asked for; all of it together must hold. */
export const CallFilter = z.object({
  customer_id: z.uuid().optional(),
  direction: z.enum(['inbound', 'outbound']).optional(),
  status: StatusWord.optional(),
  /** open: there is none yet. */
  outcome: z.enum([...OUTCOMES, 'open']).optional(),
  counted_as: z.enum(COUNTED_AS).optional(),
  /** Why nobody spoke on it, in the words of the figures. */
  reason: plainText(64).optional(),
  /** Seconds until somebody answered. */
  min_wait: seconds.optional(),
  max_wait: seconds.optional(),
  twilio_call_sid: z
    .string()
    .regex(/^CA[0-9a-f]{32}$/i, 'must be CA and 32 hexadecimal digits')
    .optional(),
  start_date: moment.optional(),
  end_date: moment.optional(),
  /** Of the clock of the business's zone; weekday 1 is Monday. */
  weekday: wholeWithin(1, 7).optional(),
  hour: wholeWithin(0, 23).optional(),
  min_duration: seconds.optional(),
  max_duration: seconds.optional(),
  /** Terms, each of them part of a number, name or note, or words said on the call. */
  search: plainText(200)
    .transform((text) => text.trim())
    .optional(),
  has_recording: flag.optional(),
  has_transcript: flag.optional(),
  /** All of them. */
  tags: tagList.optional(),
  /** Who took or placed it, or nobody. */
  user_id: z.union([z.uuid(), z.literal('nobody')], 'must be the id of a person, or nobody').optional(),
  /** Our line, and the other party, in E.164. */
  phone_number: e164.optional(),
  caller_phone: e164.optional(),
  disposition: plainText(64).optional(),
  reviewed: flag.optional(),
  /** These calls and no others. */
  ids: idList.optional(),
})
export type CallFilter = z.output<typeof CallFilter>

/** The condition on table calls, named `c`, that a filter stands for; days are those of the IANA zone. */
export async function callCondition(tx: Reader, filter: CallFilter, timeZone: string): Promise<Sql> {
  const { start_date: start, end_date: end, search, tags } = filter
  const conditions = [
    ...equal(filter),
    ...noted(filter),
    ...counted(filter, timeZone),
    start && sql`c.started_at >= ${beginOf(start, timeZone)}`,
    end && sql`c.started_at < ${endOf(end, timeZone)}`,
    filter.min_duration !== undefined && sql`c.duration_s >= ${filter.min_duration}`,
    filter.max_duration !== undefined && sql`c.duration_s <= ${filter.max_duration}`,
  ].filter((condition) => typeof condition === 'object')
  const searched = await searchCondition(tx, { search, tags })
  return joinSql([...conditions, searched], ' and ')
}

function equal(filter: CallFilter): (Sql | undefined)[] {
  const { customer_id, direction, status, twilio_call_sid, has_recording, has_transcript } = filter
  return [
    customer_id === undefined ? undefined : sql`c.customer_id = ${customer_id}::uuid`,
    direction && sql`c.direction = ${direction}`,
    status && sql`c.status = ${status}`,
    twilio_call_sid === undefined ? undefined : sql`c.call_sid = ${twilio_call_sid}`,
    has_recording === undefined ? undefined : sql`c.has_recording = ${has_recording}`,
    has_transcript === undefined ? undefined : sql`c.has_transcript = ${has_transcript}`,
  ]
}

function counted(filter: CallFilter, timeZone: string): (Sql | undefined)[] {
  const { outcome, counted_as, reason, min_wait, max_wait, weekday, hour } = filter
  const clock = sql`c.started_at at time zone ${timeZone}`
  return [
    // Rows of rollups say open where a call has no outcome.
    outcome && (outcome === 'open' ? sql`(c.outcome is null or c.outcome = 'open')` : sql`c.outcome = ${outcome}`),
    counted_as && COUNTED[counted_as],
    reason === undefined ? undefined : sql`${REASON} = ${reason}`,
    min_wait === undefined ? undefined : sql`${WAIT} >= ${min_wait}`,
    max_wait === undefined ? undefined : sql`${WAIT} <= ${max_wait}`,
    weekday === undefined ? undefined : sql`extract(isodow from ${clock}) = ${weekday}`,
    hour === undefined ? undefined : sql`extract(hour from ${clock}) = ${hour}`,
  ]
}

function noted({ user_id, phone_number, caller_phone, disposition, reviewed, ids }: CallFilter): (Sql | undefined)[] {
  return [
    user_id === undefined ? undefined : takenBy(user_id),
    phone_number === undefined ? undefined : sql`c.phone_number = ${phone_number}`,
    caller_phone === undefined ? undefined : sql`c.caller_phone = ${caller_phone}`,
    disposition === undefined ? undefined : sql`c.disposition = ${disposition}`,
    reviewed === undefined ? undefined : sql`(c.reviewed_at is not null) = ${reviewed}`,
    ids && sql`c.id = any(${ids}::uuid[])`,
  ]
}

const takenBy = (userId: string): Sql =>
  userId === 'nobody' ? sql`c.user_id is null` : sql`c.user_id = ${userId}::uuid`

type Moment = z.output<typeof moment>

export const beginOf = (moment: Moment, timeZone: string): Sql =>
  'instant' in moment
    ? sql`${moment.instant}::timestamptz`
    : sql`(${moment.day}::date::timestamp at time zone ${timeZone})`

/** The first instant after it: a day, and a second told without its fraction, are meant whole. */
export const endOf = (moment: Moment, timeZone: string): Sql =>
  'instant' in moment
    ? sql`${new Date(moment.instant.getTime() + (moment.instant.getMilliseconds() === 0 ? 1000 : 1))}::timestamptz`
    : sql`((${moment.day}::date + 1)::timestamp at time zone ${timeZone})`
