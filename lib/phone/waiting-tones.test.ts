import { expect, test } from 'vitest'
import { keepWaitingTones } from './waiting-tones.ts'

/** A browser's, by the standard: what it is given takes the place of what waits. */
class TestSender {
  toneBuffer = ''
  played = ''
  given: unknown[] = []
  insertDTMF(tones: string, ...times: number[]): void {
    this.toneBuffer = tones
    this.given.push(times)
  }
  play(): void {
    this.played += this.toneBuffer.slice(0, 1)
    this.toneBuffer = this.toneBuffer.slice(1)
  }
}

test('keys that are pressed while others wait go after them, each once and in order', () => {
  const kinds = class extends TestSender {}
  keepWaitingTones(kinds.prototype as TestSender)
  keepWaitingTones(kinds.prototype as TestSender)
  const sender = new kinds()
  for (const digits of ['4', '92', '9']) sender.insertDTMF(digits, 160, 70)
  sender.play()
  sender.insertDTMF('1234', 160, 70)
  for (let tones = 0; tones < 8; tones++) sender.play()
  expect(sender.played).toBe('49291234')
  expect(sender.given.at(-1)).toEqual([160, 70])
})

test('a page whose browser has no tones is left as it is', () => {
  expect(() => keepWaitingTones()).not.toThrow()
})
