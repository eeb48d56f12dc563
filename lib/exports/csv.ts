import { stringify } from 'csv-stringify/sync'
import { joinSql, type Sql, sql } from '#lib/db/sql.ts'

/** A spreadsheet computes what begins so, in its full-width forms too; a number in E.164 is none of that. */
const FORMULA = '^[=+\\-@\\t\\r\\uff1d\\uff0b\\uff0d\\uff20]'
const E164 = '^\\+[1-9]\\d{6,14}$'
const QUOTED = '[",\\r\\n]'

const safe = (value: Sql): Sql =>
  sql`case when ${value} ~ ${FORMULA} and ${value} !~ ${E164} then '''' || ${value} else ${value} end`

/** Text of people as a cell (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe; numbers stay as they are. */
export const csvText = (value: Sql): Sql =>
  sql`case when ${value} is null then '' when ${value} ~ ${QUOTED} then '"' || replace(${safe(value)}, '"', '""') || '"'
    else ${safe(value)} end`

/** What we wrote ourselves, and what has no signs to mind. */
const plain = (value: Sql): Sql => sql`coalesce(${value}::text, '')`

export const iso = (time: Sql): Sql => sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The columns of an export in their order, of table calls, named `c`, and of whoever took the call, named `u`. */
const COLUMNS = {
  id: plain(sql`c.id`),
  started_at: plain(iso(sql`c.started_at`)),
  answered_at: plain(iso(sql`c.answered_at`)),
  ended_at: plain(iso(sql`c.ended_at`)),
  direction: plain(sql`c.direction`),
  status: plain(sql`c.status`),
  outcome: plain(sql`c.outcome`),
  caller_phone: csvText(sql`c.caller_phone`),
  caller_name: csvText(sql`c.caller_name`),
  phone_number: csvText(sql`c.phone_number`),
  agent: csvText(sql`u.name`),
  duration: plain(sql`c.duration_s`),
  tags: csvText(sql`array_to_string(c.tags, ', ')`),
  notes: csvText(sql`c.notes`),
  campaign: csvText(sql`c.campaign`),
  source: csvText(sql`c.source`),
  disposition: csvText(sql`c.disposition`),
  customer_id: plain(sql`c.customer_id`),
  has_recording: plain(sql`c.has_recording`),
  has_transcript: plain(sql`c.has_transcript`),
}

/** The first line; spreadsheets know UTF-8 by the mark before it. */
export const csvHead = (): string => `\ufeff${stringify([Object.keys(COLUMNS)], { record_delimiter: 'windows' })}`

/** A call as a line of CSV. The database writes it: a million rows are then text that only passes through us. */
export const CSV_LINE: Sql = sql`${joinSql(Object.values(COLUMNS), ` || ',' || `)} || E'\\r\\n'`
