import { expect, test } from 'vitest'
import { keyOf, replyTo, wordless } from './script.ts'

test.each([
  ['I want to talk to a person', 'transfer_to_agent', { reason: 'I want to talk to a person' }],
  ['transfer me to +1 900 555 0123', 'transfer_to_agent', { to: '+19005550123' }],
  ['Goodbye', 'end_call', {}],
  ['press 12# please', 'send_digits', { digits: '12#' }],
])('%s', (text, name, parameters) => {
  expect(replyTo({ text }).tool).toMatchObject({ name, parameters })
})

test('other words are answered in words', () => {
  expect(replyTo({ text: 'When are you open?' })).toEqual({ say: expect.stringContaining('nine to five') })
  expect(replyTo({ text: 'My boiler leaks' }).say).toMatch(/^You said: My boiler leaks\./)
  expect(replyTo({ text: null, forMs: 1234 }).say).toMatch(/^I heard you for 1\.2 seconds/)
  expect(wordless(1234)).toBe('(speech, 1.2 s)')
})

test('keys do the same as words', () => {
  expect(replyTo({ key: '1' }).tool?.name).toBe('transfer_to_agent')
  expect(replyTo({ key: '9' }).tool?.name).toBe('end_call')
  expect(replyTo({ key: '#' })).toEqual({ say: expect.stringMatching(/^You pressed hash\./) })
  expect(['5', 'pressed 5', 'The caller pressed 5.', 'the caller pressed the key #'].map(keyOf)).toEqual([
    '5',
    '5',
    '5',
    '#',
  ])
  expect(['55', 'I pressed 5 yesterday', ''].map(keyOf)).toEqual([undefined, undefined, undefined])
})
