import { expect, test } from 'vitest'
import type { CallDetail } from './history.ts'
import { heardAt, isOurs, secondOfCall, turnAt } from './transcript-turns.ts'

const turns = [0, 4, 4, 9.5].map((start_time) => ({ start_time, end_time: 0, speaker: '', text: '' }))

test.each([
  [-1, -1],
  [0, 0],
  [3.99, 0],
  [4, 2],
  [9.4, 2],
  [100, 3],
])('at %s s turn %i is heard', (second, index) => {
  expect(turnAt(turns, second)).toBe(index)
})

test('nothing is heard of no turns', () => {
  expect(turnAt([], 5)).toBe(-1)
})

test('our own side is told from the other', () => {
  expect(['Agent', 'assistant', 'customer', 'Agent Smith'].map(isOurs)).toEqual([true, true, false, false])
})

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 14) + second * 1000).toISOString()
const callWith = (...recordings: [id: string, startedAt: number | null, seconds: number][]) =>
  ({
    started_at: at(0),
    recordings: recordings.map(([id, startedAt, seconds]) => ({
      ...{ id, status: 'stored', started_at: startedAt === null ? null : at(startedAt), duration_ms: seconds * 1000 },
    })),
  }) as CallDetail
const turn = (start_time: number, end_time = start_time + 2) => ({ start_time, end_time, speaker: 'agent', text: '' })
const heard = (call: CallDetail, ...times: [number, number?]) => {
  const found = heardAt(call, turn(...times))
  return found && [found.recording.id, found.second]
}

test('a turn is heard as many seconds earlier as its recording began after the call', () => {
  const call = callWith(['a', 7.25, 60])
  expect(heard(call, 10)).toEqual(['a', 2.75])
  expect(heard(call, 7.25)).toEqual(['a', 0])
  expect(heard(call, 6)).toEqual(['a', 0])
  expect(heard(call, 1)).toBeNull()
  expect(heard(call, 68)).toBeNull()
  for (const second of [8.1, 9.333, 31.007]) {
    const place = heardAt(call, turn(second))!
    expect(secondOfCall(call, place)).toBe(second)
  }
})

test('a recording somebody sent begins with the call; of two each has its own turns', () => {
  expect(heard(callWith(['sent', null, 60]), 10)).toEqual(['sent', 10])
  const call = callWith(['first', 2, 10], ['second', 30, 10])
  expect([heard(call, 5), heard(call, 20), heard(call, 33)]).toEqual([['first', 3], null, ['second', 3]])
  expect(heard(callWith(), 5)).toBeNull()
})
