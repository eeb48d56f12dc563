import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tx } from '#lib/db/with-business.ts'
import { CallFilter, callCondition } from './call-filter.ts'

/** No filter here has a text or tags: what these find is looked up in the database first. */
const NO_DATABASE = {} as Tx
const sqlOf = (query: Record<string, string>) => callCondition(NO_DATABASE, CallFilter.parse(query), 'Europe/London')

test('an empty filter asks for everything', async () => {
  expect((await sqlOf({})).sql).toBe('true')
})

test('answered and in-progress are one status', async () => {
  expect((await sqlOf({ status: 'answered' })).values).toEqual(['in-progress'])
})

test('a last second is meant whole, and so is a last day', async () => {
  expect((await sqlOf({ end_date: '2024-01-31T23:59:59Z' })).values).toEqual([new Date('2024-02-01T00:00:00Z')])
  expect((await sqlOf({ end_date: '2024-01-31T23:59:59.250Z' })).values).toEqual([new Date('2024-01-31T23:59:59.251Z')])
  expect((await sqlOf({ end_date: '2024-01-31' })).values).toEqual(['2024-01-31', 'Europe/London'])
})

test('what is no value of its parameter is refused by its name', () => {
  const wrong: [string, string][] = [
    ['customer_id', 'x'],
    ['direction', 'sideways'],
    ['status', 'COMPLETED'],
    ['outcome', 'won'],
    ['twilio_call_sid', 'CA1'],
    ['start_date', '2024-02-30'],
    ['end_date', '0000-01-01T00:00:00Z'],
    ['start_date', '2024-01-01T00:00:00'],
    ['min_duration', '-1'],
    ['max_duration', '2147483648'],
    ['has_recording', 'yes'],
    ['counted_as', 'won'],
    ['user_id', 'me'],
    ['weekday', '0'],
    ['hour', '24'],
    ['tags', Array.from({ length: 51 }, (_, index) => `t${index}`).join()],
  ]
  for (const [name, value] of wrong) {
    expect(CallFilter.safeParse({ [name]: value }).error?.issues[0]?.path, `${name}=${value}`).toEqual([name])
  }
})

test('whatever is sent stays a bound value', async () => {
  const names = Object.keys(CallFilter.omit({ search: true, tags: true }).shape)
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' })), async (query) => {
      const { data } = CallFilter.safeParse(query)
      if (!data) return
      const { sql } = await callCondition(NO_DATABASE, data, 'Europe/London')
      expect(sql).toMatch(/^[\w\s.,?:()<>=@%+'-]+$/)
      expect(sql.replace(/at time zone \?|'/g, '')).not.toMatch(/--|;/)
    }),
  )
}, 60_000)
