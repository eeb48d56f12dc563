/** What the list is asked for, by the names the calls API has for it; `started` alone is the page's own: a span that moves with the day. */
export const FILTERS = [
  ...(['search', 'started', 'start_date', 'end_date', 'direction', 'outcome', 'status', 'user_id'] as const),
  ...(['phone_number', 'caller_phone', 'tags', 'disposition', 'min_duration', 'max_duration'] as const),
  ...(['has_recording', 'has_transcript', 'reviewed', 'customer_id', 'twilio_call_sid'] as const),
  ...(['counted_as', 'reason', 'min_wait', 'max_wait', 'weekday', 'hour'] as const),
] as const
export type FilterName = (typeof FILTERS)[number]
export type Filters = Partial<Record<FilterName, string>>

/** The columns that may be left away; who and when are always there. */
export const COLUMNS = ['line', 'agent', 'outcome', 'tags', 'disposition', 'length'] as const
export type Column = (typeof COLUMNS)[number]
const USUAL_COLUMNS: readonly Column[] = ['line', 'agent', 'outcome', 'length']

export const SPANS = ['today', 'yesterday', '7d', '30d', '90d'] as const
export type Span = (typeof SPANS)[number]

const SORTS = ['started_at', 'duration'] as const

/** Everything about the list that stands in its address. */
export interface LogQuery {
  filters: Filters
  sortBy: (typeof SORTS)[number]
  sortOrder: 'asc' | 'desc'
  columns: readonly Column[]
  /** The call that is open beside the list. */
  openId: string | null
}

export const isSpan = (text: string | undefined): text is Span => SPANS.some((span) => span === text)

/** Reads an address; what it does not know is left away. */
export function readQuery(params: URLSearchParams): LogQuery {
  const columns = params.get('columns')
  return {
    filters: readFilters(params),
    sortBy: SORTS.find((name) => name === params.get('sort_by')) ?? 'started_at',
    sortOrder: params.get('sort_order') === 'asc' ? 'asc' : 'desc',
    columns: columns === null ? USUAL_COLUMNS : COLUMNS.filter((name) => columns.split(',').includes(name)),
    openId: params.get('call'),
  }
}

function readFilters(params: URLSearchParams): Filters {
  const filters: Filters = {}
  for (const name of FILTERS) {
    const value = params.get(name)?.trim()
    if (value && (name !== 'started' || isSpan(value))) filters[name] = value
  }
  return filters
}

/** The address of a list: the shortest that says it all. */
export function hrefOf(query: LogQuery): string {
  const text = paramsOf(query).toString()
  return text ? `/calls?${text}` : '/calls'
}

/** A list without the call that is open beside it: what a saved view keeps. */
export const viewOf = (query: LogQuery): string => paramsOf({ ...query, openId: null }).toString()

function paramsOf({ filters, sortBy, sortOrder, columns, openId }: LogQuery): URLSearchParams {
  const params = new URLSearchParams()
  for (const name of FILTERS) if (filters[name]) params.set(name, filters[name])
  if (sortBy !== 'started_at') params.set('sort_by', sortBy)
  if (sortOrder !== 'desc') params.set('sort_order', sortOrder)
  if (columns.join() !== USUAL_COLUMNS.join()) params.set('columns', columns.join())
  if (openId) params.set('call', openId)
  return params
}

/** The filters as the calls API takes them; `today` (2026-11-20) is the day of the business's zone. */
export function apiFilters({ started, ...filters }: Filters, today: string): URLSearchParams {
  const params = new URLSearchParams(filters)
  if (!isSpan(started)) return params
  const [from, to] = daysOf(started, today)
  params.set('start_date', from)
  if (to) params.set('end_date', to)
  return params
}

function daysOf(span: Span, today: string): [string, string | null] {
  if (span === 'today') return [today, null]
  if (span === 'yesterday') return [dayBefore(today, 1), dayBefore(today, 1)]
  return [dayBefore(today, Number.parseInt(span, 10) - 1), null]
}

function dayBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - days)
  return date.toISOString().slice(0, 10)
}

/** The same list with some filters changed; an empty one is taken away. The open call stays open. */
export function withFilters(query: LogQuery, changes: Filters): LogQuery {
  const filters = Object.entries({ ...query.filters, ...changes }).filter(([, value]) => value !== '')
  return { ...query, filters: Object.fromEntries(filters) }
}
