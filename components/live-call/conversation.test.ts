import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatOffset, meanLatencyMs, splitHeard, toolOf } from './conversation.ts'

test('what was not heard is struck, and nothing is lost between the two', () => {
  expect(splitHeard({ text: 'Which day suits you better?', heardText: null }).struck).toBe('')
  expect(splitHeard({ text: 'Which day suits you better?', heardText: 'Which day' })).toEqual({
    heard: 'Which day',
    struck: ' suits you better?',
  })
  expect(splitHeard({ text: 'Which day...', heardText: 'Which, day' })).toEqual({ heard: 'Which, day', struck: '' })
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, at) => {
      const { heard, struck } = splitHeard({ text, heardText: text.slice(0, at) })
      expect(heard + struck).toBe(text)
    }),
  )
})

test('times, tools and the mean of what is known', () => {
  expect([0, 999, 62_000, 600_500].map(formatOffset)).toEqual(['0:00', '0:00', '1:02', '10:00'])
  expect(toolOf({ text: 'end_call: The call ends.' })).toBe('end_call')
  expect(meanLatencyMs([{ latencyMs: null }])).toBeNull()
  expect(meanLatencyMs([{ latencyMs: 500 }, { latencyMs: null }, { latencyMs: 700 }])).toBe(600)
})
