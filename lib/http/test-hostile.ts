import fc from 'fast-check'

/** What is no value of any field: of another kind, too long, too large, half a character, or made to break out of a query. */
export const HOSTILE = [
  ...['\u0000', '\ud800', "' or 1=1 --", '{"$ne":null}', '../../etc/passwd', '%', '🙂'.repeat(6000), 'NaN', '1e999'],
  ...['2024-02-30T00:00:00Z', '0000-00-00', '9999-12-31T23:59:59+24:00', '-1', '99999999999999999999', '٣'],
]

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.constantFrom(null, true, [], {}, -0, 2 ** 31, [null], [{}], { toString: 1 }, { __proto__: null, length: 9 }),
  fc.jsonValue({ maxDepth: 4 }),
)
