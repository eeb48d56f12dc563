import { expect, test } from 'vitest'
import { toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw } from '#lib/media/mulaw.ts'
import { ringback } from './ringback.ts'

/** When it sounds over some time, as [from ms, to ms]. */
function soundingOf(number: string, ms: number) {
  const next = ringback(number)
  const sounds = Array.from({ length: ms / 20 }, () => next() !== undefined)
  const spans: [number, number][] = []
  for (const [index, sound] of sounds.entries()) {
    if (!sound) continue
    if (sounds[index - 1]) spans.at(-1)![1] = (index + 1) * 20
    else spans.push([index * 20, (index + 1) * 20])
  }
  return spans
}

test('the British tone rings twice every three seconds, the American once every six', () => {
  expect(soundingOf('+442079460958', 4000)).toEqual([
    [0, 400],
    [600, 1000],
    [3000, 3400],
    [3600, 4000],
  ])
  expect(soundingOf('+14155550100', 8000)).toEqual([
    [0, 2000],
    [6000, 8000],
  ])
})

test.each([
  ['+442079460958', 400, 450],
  ['+14155550100', 440, 480],
])('%s is %d and %d Hz', (number, low, high) => {
  const next = ringback(number)
  const pcm = Int16Array.from(Array.from({ length: 20 }, () => [...decodeMulaw(next()!)]).flat())
  expect(toneRatio(pcm, low)).toBeCloseTo(0.5, 1)
  expect(toneRatio(pcm, high)).toBeCloseTo(0.5, 1)
})
