import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSecret, sealSecret } from './sealed-secret.ts'

const key = randomBytes(32)

test('opens only with the same key, in the same place, unchanged', () => {
  const sealed = sealSecret('token ✓', 'accounts/1', key)
  expect(sealed).not.toContain('token')
  expect(openSecret(sealed, 'accounts/1', key)).toBe('token ✓')
  expect(() => openSecret(sealed, 'accounts/2', key)).toThrow()
  expect(() => openSecret(sealed, 'accounts/1', randomBytes(32))).toThrow()
  expect(() => openSecret(`${sealed.slice(0, -2)}AA`, 'accounts/1', key)).toThrow()
  expect(() => openSecret('plain', 'accounts/1', key)).toThrow('not a sealed secret')
})

test('never seals twice to the same text', () => {
  expect(sealSecret('a', 'p', key)).not.toBe(sealSecret('a', 'p', key))
})
