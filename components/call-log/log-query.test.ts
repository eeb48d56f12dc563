import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  apiFilters,
  COLUMNS,
  FILTERS,
  hrefOf,
  isSpan,
  type LogQuery,
  readQuery,
  SPANS,
  viewOf,
  withFilters,
} from './log-query.ts'

const read = (href: string) => readQuery(new URL(href, 'http://desk.test').searchParams)

const text = fc.string({ minLength: 1, maxLength: 20 }).filter((value) => value.trim() === value && value !== '')
const queries: fc.Arbitrary<LogQuery> = fc.record({
  filters: fc
    .tuple(fc.dictionary(fc.constantFrom(...FILTERS), text), fc.constantFrom(...SPANS))
    .map(([filters, span]) => ({ ...filters, ...('started' in filters && { started: span }) })),
  sortBy: fc.constantFrom('started_at', 'duration'),
  sortOrder: fc.constantFrom('asc', 'desc'),
  columns: fc.subarray([...COLUMNS]),
  openId: fc.option(fc.uuid()),
})

test('an address says all of a list, and is read as it was written', () => {
  fc.assert(
    fc.property(queries, (query) => {
      expect(read(hrefOf(query))).toEqual(query)
    }),
  )
})

test('any address is a list', () => {
  fc.assert(fc.property(fc.string(), (search) => void hrefOf(readQuery(new URLSearchParams(search)))))
  expect(hrefOf(read('/calls?direction=&started=ever&columns=colour&sort_by=luck&page=3'))).toBe('/calls?columns=')
})

test('the newest first, with the usual columns, needs no words', () => {
  expect(hrefOf(read('/calls?sort_order=desc&columns=line,agent,outcome,length'))).toBe('/calls')
})

test('a view is a list without its open call', () => {
  expect(viewOf(read('/calls?outcome=missed&call=1'))).toBe('outcome=missed')
})

test.each([
  ['today', '2026-03-01', 'start_date=2026-03-01'],
  ['yesterday', '2026-03-01', 'start_date=2026-02-28&end_date=2026-02-28'],
  ['7d', '2026-03-01', 'start_date=2026-02-23'],
  ['30d', '2026-01-10', 'start_date=2025-12-12'],
])('%s on %s', (started, today, expected) => {
  expect(apiFilters({ started }, today).toString()).toBe(expected)
})

test('a filter that is emptied is gone, the open call stays', () => {
  const query = read('/calls?outcome=missed&search=958&call=1')
  expect(hrefOf(withFilters(query, { outcome: '', direction: 'inbound' }))).toBe(
    '/calls?search=958&direction=inbound&call=1',
  )
  expect(isSpan('8d')).toBe(false)
})
