import { expect, test } from 'vitest'
import { MediaClock } from './clock.ts'
import { playTo, Speaker } from './playback.ts'

const frame = (byte: number) => new Uint8Array(160).fill(byte)

function listener() {
  const heard: number[] = []
  return { heard, write: (sound: Uint8Array) => heard.push(sound[0]!) }
}

test('plays one frame a tick and is done after the last', async () => {
  const clock = new MediaClock()
  const line = listener()
  const playback = playTo(line, [frame(1), frame(2)], clock)
  for (let tick = 0; tick < 5; tick++) clock.tick()
  expect(await playback.done).toBe(true)
  expect(line.heard).toEqual([1, 2])
})

test('stops at once, also what would never end', async () => {
  const clock = new MediaClock()
  const line = listener()
  const playback = playTo(line, endless(), clock)
  clock.tick()
  playback.stop()
  clock.tick()
  expect(await playback.done).toBe(false)
  expect(line.heard).toEqual([7])
})

function* endless() {
  for (;;) yield frame(7)
}

test('a speaker says one thing after the other and then nothing', async () => {
  const speaker = new Speaker()
  const first = speaker.play([frame(1)])
  const second = speaker.play([frame(2)])
  const said = [speaker.read(), speaker.read(), speaker.read()].map((sound) => sound?.[0])
  expect(said).toEqual([1, 2, undefined])
  expect(await Promise.all([first, second])).toEqual([true, true])
})

test('a stopped speaker drops what plays and what waits', async () => {
  const speaker = new Speaker()
  const all = [speaker.play(endless()), speaker.play([frame(2)])]
  speaker.read()
  speaker.stop()
  expect(speaker.read()).toBeUndefined()
  expect(await Promise.all(all)).toEqual([false, false])
})
