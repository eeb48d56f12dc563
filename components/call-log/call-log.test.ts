import { expect, test } from 'vitest'
import type { HistoryCall } from '#components/calls/history.ts'
import { type Chunk, changeRows, chunkFor, startLog, strayIds, takeChunk } from './call-log.ts'

const call = (id: string, status = 'completed') => ({ id, status }) as HistoryCall
const chunk = (ids: string, next: string | null = null, total = 100): Chunk => ({
  ...{ calls: [...ids].map((id) => call(id)), next, total, isFloor: false },
})
const ids = ({ calls }: { calls: HistoryCall[] }) => calls.map(({ id }) => id).join('')

test('a list grows by its next chunk, once', () => {
  const log = takeChunk(startLog(chunk('zyx', 'A')), 'A', chunk('wvu', 'B'))
  expect([ids(log), log.next]).toEqual(['zyxwvu', 'B'])
  expect(ids(takeChunk(log, 'A', chunk('wvu', 'B')))).toBe('zyxwvu')
})

test('rows change where they are', () => {
  const log = takeChunk(startLog(chunk('zyx', 'A')), 'A', chunk('wvu', 'B'))
  const again = takeChunk(log, 'A', { ...chunk('', 'B'), calls: [call('v', 'failed')] })
  expect(ids(again)).toBe('zyxwvu')
  expect(again.calls[4]).toMatchObject({ id: 'v', status: 'failed' })
})

test('new calls wait above the rows and are counted', () => {
  const log = startLog(chunk('xwv', 'A', 3))
  const again = takeChunk(log, null, chunk('zyx', 'C', 5))
  expect([ids(again), again.waiting, again.total, again.next]).toEqual(['xwv', 2, 5, 'A'])
  expect(takeChunk(log, null, chunk('fed')).waiting).toBe(3)
})

test('a call that moved up because another is gone is not new', () => {
  const log = startLog(chunk('zyx', 'A'))
  expect(takeChunk(log, null, chunk('zxw', 'B')).waiting).toBe(0)
})

test('the chunk of the rows on screen is read, the next one near the end', () => {
  const long = (from: number, next: string | null): Chunk => ({
    ...{ next, total: 500, isFloor: false },
    calls: Array.from({ length: 50 }, (_, index) => call(String(from + index))),
  })
  const log = takeChunk(startLog(long(0, 'A')), 'A', long(50, 'B'))
  expect(chunkFor(log, 0, 15)).toBeNull()
  expect(chunkFor(log, 49, 60)).toBeNull()
  expect(chunkFor(log, 50, 65)).toBe('A')
  expect(chunkFor(log, 70, 85)).toBe('B')
})

test('a row that left the list stays on screen, is named, and is changed where it is', () => {
  const log = startLog(chunk('zyx'))
  const again = takeChunk(log, null, chunk('zx'))
  expect([ids(again), strayIds(again, chunk('zx'))]).toEqual(['zyx', ['y']])
  expect(changeRows(again, [call('y', 'failed'), call('a')]).calls[1]).toMatchObject({ id: 'y', status: 'failed' })
})
