import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallFilter } from '#lib/calls/call-filter.ts'
import { queryOf } from './filter-query.ts'

const someQuery = fc.record(
  {
    direction: fc.constantFrom('inbound', 'outbound'),
    status: fc.constantFrom('answered', 'completed', 'no-answer'),
    start_date: fc.constantFrom('2026-01-02', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05.678+02:00'),
    end_date: fc.constantFrom('2026-02-02', '2026-02-02T03:04:05Z'),
    min_duration: fc.nat().map(String),
    search: fc.string({ maxLength: 200 }),
    has_recording: fc.constantFrom('true', 'false'),
    tags: fc.array(fc.string({ maxLength: 20 }), { maxLength: 50 }).map((tags) => tags.join()),
    user_id: fc.oneof(fc.uuid(), fc.constant('nobody')),
    counted_as: fc.constantFrom('answered', 'missed', 'other', 'abandoned'),
    reason: fc.constantFrom('gave_up', 'sip_404'),
    max_wait: fc.nat().map(String),
    weekday: fc.constantFrom('1', '7'),
    hour: fc.constantFrom('0', '09', '23'),
  },
  { requiredKeys: [] },
)

test('a filter written as a query and read again is the same filter', () => {
  const property = fc.property(someQuery, (query) => {
    const filter = CallFilter.safeParse(query).data
    fc.pre(filter !== undefined)
    expect(CallFilter.parse(queryOf(filter))).toEqual(filter)
  })
  fc.assert(property)
})
