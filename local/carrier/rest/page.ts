import type { Ask } from '../router.ts'
import { RestError } from './rest-error.ts'

const MOST_ON_A_PAGE = 1000

/**
 * One page of a list in the 2010 API's envelope, under the resource's own key. A PageToken names the last item of the
 * page before, so that what was added meanwhile does not shift the pages that follow.
 */
export function pageOf<T>(ask: Ask, key: string, items: readonly T[], view: (item: T) => object) {
  const size = Math.min(MOST_ON_A_PAGE, Math.max(1, Number(ask.query.get('PageSize')) || 50))
  const page = Math.max(0, Number(ask.query.get('Page')) || 0)
  const start = page * size
  const first = after(ask.query.get('PageToken'), items, view) ?? start
  const shown = items.slice(first, first + size).map((item) => view(item))
  const uri = (number: number) => {
    const query = new URLSearchParams(ask.query)
    query.set('PageSize', String(size))
    query.set('Page', String(number))
    query.delete('PageToken')
    return `${ask.path}?${query}`
  }
  const body = {
    [key]: shown,
    page,
    page_size: size,
    start,
    end: Math.max(start, start + shown.length - 1),
    uri: uri(page),
    first_page_uri: uri(0),
    next_page_uri: first + size < items.length ? `${uri(page + 1)}&PageToken=${tokenOf(shown.at(-1)!)}` : null,
    previous_page_uri: page > 0 ? uri(page - 1) : null,
  }
  return { status: 200, body }
}

/** `PA` and the SID of an item; nothing for the few that have none, whose pages are counted. */
function tokenOf(shown: { sid?: string; call_sid?: string }): string {
  return `PA${shown.sid ?? shown.call_sid ?? ''}`
}

function after<T>(token: string | null, items: readonly T[], view: (item: T) => object): number | undefined {
  const index = token === null || token === 'PA' ? -1 : items.findIndex((item) => tokenOf(view(item)) === token)
  return index < 0 ? undefined : index + 1
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

/** A filter that is true or false; undefined when it is not given. Throws RestError 20001 for anything else. */
export function flagOf(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name)
  if (text !== null && text !== 'true' && text !== 'false') {
    throw new RestError(400, 20001, `${name} is either true or false`)
  }
  return text === null ? undefined : text === 'true'
}

/** Whether a value is the one a list is filtered by. */
export function passes(query: URLSearchParams, name: string, value: string | undefined): boolean {
  const wanted = query.get(name)
  return wanted === null || wanted === value
}
