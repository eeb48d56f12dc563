import { expect, test } from 'vitest'
import { formatWhen } from './when.ts'

const NOW = Date.parse('2026-11-20T00:30:00Z')

test.each([
  ['2026-11-20T00:10:00Z', 'Europe/London', 'Today 00:10'],
  ['2026-11-19T23:50:00Z', 'Europe/London', 'Yesterday 23:50'],
  ['2026-11-19T23:50:00Z', 'Asia/Kolkata', 'Today 05:20'],
  ['2026-11-17T12:00:00Z', 'Europe/London', '17 Nov 12:00'],
  ['2025-11-17T12:00:00Z', 'Europe/London', '17 Nov 2025'],
])('%s in %s is %s', (iso, timeZone, text) => {
  expect(formatWhen(iso, timeZone, NOW)).toBe(text)
})
