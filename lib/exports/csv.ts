import { stringify } from 'csv-stringify/sync'

/** A call as an export reads it: its columns in their order, everything as text. */
export interface CallRow {
  id: string
  started_at: string
  answered_at: string | null
  ended_at: string | null
  direction: string
  status: string
  outcome: string | null
  caller_phone: string | null
  caller_name: string | null
  phone_number: string
  agent: string | null
  duration: string | null
  tags: string
  notes: string | null
  campaign: string | null
  source: string | null
  disposition: string | null
  customer_id: string | null
  has_recording: string
  has_transcript: string
}

const COLUMNS = [
  'id',
  'started_at',
  'answered_at',
  'ended_at',
  'direction',
  'status',
  'outcome',
  'caller_phone',
  'caller_name',
  'phone_number',
  'agent',
  'duration',
  'tags',
  'notes',
  'campaign',
  'source',
  'disposition',
  'customer_id',
  'has_recording',
  'has_transcript',
] as const satisfies (keyof CallRow)[]

/** A spreadsheet computes what begins so, in its full-width forms too. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/
const E164 = /^\+[1-9]\d{6,14}$/

/** The first line; spreadsheets know UTF-8 by the mark before it. */
export const csvHead = (): string => `\ufeff${stringify([[...COLUMNS]], { record_delimiter: 'windows' })}`

/** Rows as lines of CSV (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay as they are. */
export const csvLines = (rows: readonly CallRow[]): string =>
  stringify(
    rows.map((row) => COLUMNS.map((name) => safe(row[name]))),
    { record_delimiter: 'windows' },
  )

const safe = (value: string | null) =>
  value !== null && FORMULA.test(value) && !E164.test(value) ? `'${value}` : value
