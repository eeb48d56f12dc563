import { expect, test } from 'vitest'
import { toneRatio } from '#lib/media/goertzel.ts'
import { MediaClock } from './clock.ts'
import { pressKeys } from './dtmf.ts'
import { FakeBrowserLine } from './test-carrier.ts'

class KeyLine extends FakeBrowserLine {
  keys = ''
  receiveDigit(key: string): void {
    this.keys += key
  }
}

test('each key is told once as its two tones begin; waiting is silent', async () => {
  const line = new KeyLine()
  const clock = new MediaClock()
  const done = pressKeys(line, '5w#', clock, new AbortController().signal)
  for (let tick = 0; tick < 8; tick++) clock.tick()
  const pcm = line.hearing.last(10_000)
  expect([line.keys, toneRatio(pcm, 770) > 0.45, toneRatio(pcm, 1336) > 0.45]).toEqual(['5', true, true])
  for (let tick = 0; tick < 100; tick++) clock.tick()
  await done
  expect(line.keys).toBe('5#')
  expect(line.hearing.summary()).toMatchObject({ frames: 49, speechFrames: 16 })
})

test('the signal ends it at once', async () => {
  const line = new KeyLine()
  const clock = new MediaClock()
  const stop = new AbortController()
  const done = pressKeys(line, '123', clock, stop.signal)
  clock.tick()
  stop.abort()
  await done
  expect(line.keys).toBe('1')
})
