import { expect, test } from 'vitest'
import { speechDetector } from './muted-talk.ts'

const STEP_MS = 80

/** Whether speech is found after each of these moments; x is loud. */
const found = (moments: string) => {
  const isSpeech = speechDetector()
  return [...moments].map((moment, i) => (isSpeech(moment === 'x' ? 0.3 : 0.01, i * STEP_MS) ? 'S' : '.')).join('')
}

test('a cough or a key is no speech', () => {
  expect(found('..xx.............x......x.')).toMatch(/^\.+$/)
})

test('words are, also through the pauses between them, until three seconds of silence', () => {
  const text = found(`xxx.xxx...xx..${'.'.repeat(50)}`)
  expect(text).toMatch(/^\.{5}S+\.+$/)
  expect(text.lastIndexOf('S') * STEP_MS).toBeGreaterThan(3_500)
})
