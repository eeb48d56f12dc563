import type { Ask } from '../router.ts'

const MOST_ON_A_PAGE = 1000

/** One page of a list in the 2010 API's envelope, under the resource's own key. */
export function pageOf<T>(ask: Ask, key: string, items: readonly T[], view: (item: T) => unknown) {
  const size = Math.min(MOST_ON_A_PAGE, Math.max(1, Number(ask.query.get('PageSize')) || 50))
  const page = Math.max(0, Number(ask.query.get('Page')) || 0)
  const start = page * size
  const shown = items.slice(start, start + size)
  const uri = (number: number) => {
    const query = new URLSearchParams(ask.query)
    query.set('PageSize', String(size))
    query.set('Page', String(number))
    return `${ask.path}?${query}`
  }
  const body = {
    [key]: shown.map(view),
    page,
    page_size: size,
    start,
    end: Math.max(start, start + shown.length - 1),
    uri: uri(page),
    first_page_uri: uri(0),
    next_page_uri: start + size < items.length ? `${uri(page + 1)}&PageToken=PA${page + 1}` : null,
    previous_page_uri: page > 0 ? uri(page - 1) : null,
  }
  return { status: 200, body }
}

/** Whether a moment passes the filters Name, Name< and Name> of a list: whole days in UTC, bounds included. */
export function passesDays(query: URLSearchParams, name: string, at: number | undefined): boolean {
  const [on, until, from] = ['', '<', '>'].map((sign) => query.get(name + sign)?.slice(0, 10))
  if (on === undefined && until === undefined && from === undefined) return true
  if (at === undefined) return false
  const day = new Date(at).toISOString().slice(0, 10)
  return (
    (on === undefined || day === on) && (until === undefined || day <= until) && (from === undefined || day >= from)
  )
}

/** Whether a value is the one a list is filtered by. */
export function passes(query: URLSearchParams, name: string, value: string | undefined): boolean {
  const wanted = query.get(name)
  return wanted === null || wanted === value
}
