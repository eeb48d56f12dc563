import { expect, test } from 'vitest'
import type { CallDetail, CallLeg, CallRecording } from './history.ts'
import { legRows, lengthOfCall, recordingSegments, ticksOf } from './leg-rows.ts'
import { testCall } from './test-call.ts'

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 14, 0, second)).toISOString()
const leg = (role: CallLeg['role'], times: Partial<CallLeg>): CallLeg => ({
  ...{ id: role, role, name: null, status: 'completed', sip_code: null },
  ...{ started_at: at(0), ringing_at: null, answered_at: null, ended_at: at(60), quality: [], ...times },
})
const call = (direction: 'inbound' | 'outbound', legs: CallLeg[], answered: number | null = 10): CallDetail =>
  testCall({
    ...{ direction, line_label: 'Main', agent_name: 'Priya Nair', started_at: at(0), legs },
    ...{ answered_at: answered === null ? null : at(answered), ended_at: at(60), duration: 50, ended_by: 'other' },
  })
const RING = { state: 'ringing', from: 0, to: 10 }
const LIVE = { state: 'live', from: 10, to: 60 }

test('a caller waits until an agent answers; who did not answer only rang', () => {
  const rows = legRows(
    call('inbound', [
      leg('outside', {}),
      leg('agent', { answered_at: at(10) }),
      leg('agent', { status: 'canceled', ringing_at: at(2), ended_at: at(10) }),
    ]),
    60,
  )
  expect(rows.map(({ segments, end }) => ({ segments, end }))).toEqual([
    { segments: [RING, LIVE], end: null },
    { segments: [RING, LIVE], end: null },
    { segments: [{ state: 'ringing', from: 2, to: 10 }], end: 'answered by Priya Nair' },
  ])
})

test('an agent who calls out is live with the answer, not with the own leg', () => {
  const rows = legRows(
    call('outbound', [leg('agent', { answered_at: at(0) }), leg('outside', { answered_at: at(10) })]),
    60,
  )
  expect(rows.map(({ segments }) => segments)).toEqual([
    [RING, LIVE],
    [RING, LIVE],
  ])
})

test.each<[CallLeg['status'], string]>([
  ['busy', 'busy'],
  ['no-answer', 'no answer'],
  ['failed', 'not reached'],
  ['canceled', 'stopped ringing'],
])('a callee who is %s', (status, end) => {
  const [row] = legRows(call('outbound', [leg('outside', { status })], null), 60)
  expect(row).toMatchObject({ segments: [{ state: 'ringing', from: 0, to: 60 }], end })
})

test('a live call grows until now', () => {
  const live = { ...call('outbound', []), ended_at: null }
  expect(lengthOfCall(live, Date.parse(at(30)))).toBe(30)
})

test('a recording is empty where it was paused, to its end if nobody resumed it', () => {
  const recording: CallRecording = {
    ...{ id: 'r', status: 'stored', started_at: at(11), duration_ms: 40_000, channels: 2, peaks: null },
    pauses: [{ from: at(20), to: at(25) }, { from: at(40) }],
  }
  expect(recordingSegments(call('outbound', []), recording, 60)).toEqual([
    { state: 'recording', from: 11, to: 20 },
    { state: 'paused', from: 20, to: 25 },
    { state: 'recording', from: 25, to: 40 },
    { state: 'paused', from: 40, to: 51 },
  ])
})

test('the axis has round times', () => {
  expect(ticksOf(4, 7)).toEqual([0, 1, 2, 3, 4])
  expect(ticksOf(378, 7)).toEqual([0, 60, 120, 180, 240, 300, 360])
  expect(ticksOf(14_400, 7)).toEqual([0, 3600, 7200, 10_800, 14_400])
})
