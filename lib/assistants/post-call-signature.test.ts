import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSignedByVendor } from './post-call-signature.ts'

const NOW = Date.UTC(2026, 10, 20)
const sign = (body: string, secret: string, atMs = NOW) => {
  const t = Math.floor(atMs / 1000)
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

test('what was signed holds for exactly this body, secret and time', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (body, secret, other) => {
      const signature = sign(body, secret)
      expect(isSignedByVendor(signature, body, secret, NOW)).toBe(true)
      expect(isSignedByVendor(signature, other, secret, NOW)).toBe(other === body)
      expect(isSignedByVendor(signature, body, `${secret}x`, NOW)).toBe(false)
    }),
  )
})

test.each([
  ['none', null],
  ['an empty one', ''],
  ['the hash alone', sign('{}', 's').split(',')[1]!],
  ['another scheme', sign('{}', 's').replace('v0', 'v1')],
  ['no number', 't=now,v0=00'],
  ['half an hour and a second ago', sign('{}', 's', NOW - 1_801_000)],
  ['half an hour and a second ahead', sign('{}', 's', NOW + 1_801_000)],
])('refused: %s', (_, signature) => {
  expect(isSignedByVendor(signature, '{}', 's', NOW)).toBe(false)
})

test('nobody signs with an empty secret', () => {
  expect(isSignedByVendor(sign('{}', ''), '{}', '', NOW)).toBe(false)
})
