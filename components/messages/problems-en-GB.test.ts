import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { PROBLEMS, UNKNOWN_PROBLEM } from './problems-en-GB.ts'
import { PROBLEMS as SPANISH, UNKNOWN_PROBLEM as UNKNOWN_SPANISH } from './problems-es.ts'

const require = createRequire(import.meta.url)

/** The SDK's own table of errors, which it does not export. */
const sdkCodes = (): string[] => {
  const folder = dirname(require.resolve('@twilio/voice-sdk'))
  const { errorsByCode } = require(join(folder, 'twilio', 'errors', 'generated.js')) as {
    errorsByCode: Map<number, unknown>
  }
  return [...errorsByCode.keys()].map(String)
}

test('every code of the SDK has a text of its own', () => {
  const codes = sdkCodes()
  expect(codes.length).toBeGreaterThanOrEqual(39)
  expect(codes.filter((code) => !PROBLEMS[code])).toEqual([])
})

test('every text says what happened and what to do, in whole sentences', () => {
  for (const [code, [title, advice]] of Object.entries({ ...PROBLEMS, unknown: UNKNOWN_PROBLEM })) {
    expect(title, code).toMatch(/^[A-Z].*\.$/)
    expect(advice, code).toMatch(/^[A-Z].*\.$/)
    expect(title, `${code} shouts or begs`).not.toMatch(/!|please|oops/i)
  }
})

test('Spanish has a text for every code, in whole sentences', () => {
  expect(Object.keys(SPANISH).sort()).toEqual(Object.keys(PROBLEMS).sort())
  for (const [code, texts] of Object.entries({ ...SPANISH, unknown: UNKNOWN_SPANISH })) {
    for (const text of texts) expect(text, code).toMatch(/^[A-ZÁÉÍÓÚ¿].*\.$/)
  }
})
