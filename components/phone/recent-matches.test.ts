import { expect, test } from 'vitest'
import type { HistoryCall } from '#components/calls/history.ts'
import { recentMatches } from './recent-matches.ts'

const call = (caller_phone: string): HistoryCall => ({
  ...{ id: caller_phone, caller_phone, caller_name: null, direction: 'inbound', status: 'completed', outcome: null },
  ...{ phone_number: '+442079460111', line_label: null, agent_name: null, started_at: '2026-11-20T10:00:00Z' },
  ...{ user_id: null, has_transcript: false, tags: [], disposition: null, reviewed_at: null, reviewed_by: null },
  ...{ answered_at: null, ended_at: null, duration: null, ended_by: null, recording_url: null },
})
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
