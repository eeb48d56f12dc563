import { expect, test } from 'vitest'
import { isApiKey, newApiKey } from './api-key.ts'

test('every key we make is one, whatever its random part begins with', () => {
  for (let made = 0; made < 1_000; made++) expect(newApiKey()).toSatisfy(isApiKey)
  expect(isApiKey(`ofk_-${'a'.repeat(42)}`)).toBe(true)
})

test('other texts are none', () => {
  for (const text of ['', 'ofk_', 'ofk_ab', 'xofk_abc', 'ofk_a c', `ofk_${'a'.repeat(129)}`])
    expect(isApiKey(text)).toBe(false)
})
