import { expect, test } from 'vitest'
import { testCall } from '#components/calls/test-call.ts'
import { recentMatches } from './recent-matches.ts'

const call = (caller_phone: string) => testCall({ caller_phone })
const CALLS = ['+442079460958', '+442079460283', '+14155550142'].map(call)
const found = (typed: string) => recentMatches(CALLS, typed)?.map((each) => each.caller_phone) ?? null

test('digits find the numbers they are in, with or without a prefix', () => {
  expect(found('0958')).toEqual(['+442079460958'])
  expect(found('020 7946')).toEqual(['+442079460958', '+442079460283'])
  expect(found('(415) 555')).toEqual(['+14155550142'])
})

test('too little, or nothing alike, narrows nothing down', () => {
  expect(found('09')).toBeNull()
  expect(found('')).toBeNull()
  expect(found('777 777')).toBeNull()
})
