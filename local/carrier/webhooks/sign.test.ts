import fc from 'fast-check'
import twilio from 'twilio'
import { expect, test, vi } from 'vitest'
import { sign } from './sign.ts'

// A hundred made-up URLs take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,15}$/)

test("the twilio library takes every signature, and refuses it for other fields, another URL or another account's", () => {
  fc.assert(
    fc.property(
      fc.webUrl({ withQueryParameters: true }),
      fc.dictionary(name, fc.string(), { noNullPrototype: true }),
      fc.string({ minLength: 1 }),
      (url, fields, token) => {
        const signature = sign(token, url, fields)
        expect(twilio.validateRequest(token, signature, url, fields)).toBe(true)
        expect(twilio.validateRequest(token, signature, url, { ...fields, Extra: '1' })).toBe(false)
        expect(twilio.validateRequest(token, signature, `${url}x`, fields)).toBe(false)
        expect(twilio.validateRequest(`${token}x`, signature, url, fields)).toBe(false)
      },
    ),
  )
})

test('the example of the documentation', () => {
  const fields = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675310',
    Digits: '1234',
    From: '+14158675310',
    To: '+18005551212',
  }
  expect(sign('12345', 'https://example.com/myapp.php?foo=1&bar=2', fields)).toBe('L/OH5YylLD5NRKLltdqwSvS0BnU=')
})
