import { expect, test } from 'vitest'
import { SILENCE } from '#lib/media/mulaw.ts'
import { MediaClock } from './clock.ts'
import { Room } from './room.ts'
import { TappedLine } from './tapped-line.ts'
import { FakeBrowserLine } from './test-carrier.ts'

function tapped() {
  const line = new FakeBrowserLine()
  let reads = 0
  line.says = () => new Uint8Array(160).fill(++reads)
  const clock = new MediaClock()
  return { line: new TappedLine(line), clock, reads: () => reads }
}

test('a line that nobody reads is read for its followers, once per tick for all of them', () => {
  const { line, clock, reads } = tapped()
  const said: number[][] = [[], []]
  const stops = said.map((frames) => line.follow(clock, (frame) => frames.push(frame[0]!)))
  clock.tick()
  clock.tick()
  expect([said, reads()]).toEqual([
    [
      [1, 2],
      [1, 2],
    ],
    2,
  ])
  stops[0]!()
  clock.tick()
  stops[1]!()
  clock.tick()
  expect([said, reads()]).toEqual([
    [
      [1, 2],
      [1, 2, 3],
    ],
    3,
  ])
})

test('what a room reads and writes is followed without being read twice', () => {
  const { line, clock, reads } = tapped()
  const seen: [number, Uint8Array][] = []
  const room = new Room(clock)
  const other = new Uint8Array(160).fill(99)
  room.join(line)
  room.join({ read: () => other, write: () => {} })
  line.follow(clock, (said, heard) => seen.push([said[0]!, heard]))
  clock.tick()
  expect([seen, reads()]).toEqual([[[1, other]], 1])
})

test('who says and hears nothing is followed as silence', () => {
  const line = new TappedLine(new FakeBrowserLine())
  const clock = new MediaClock()
  const seen: Uint8Array[][] = []
  line.follow(clock, (said, heard) => seen.push([said, heard]))
  clock.tick()
  expect(seen).toEqual([[SILENCE, SILENCE]])
})
