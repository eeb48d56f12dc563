import { expect, test } from 'vitest'
import { readTarget } from './overrides.ts'

test('a fragment sets timeouts and retries and is not part of the URL', () => {
  const { url, overrides } = readTarget('http://localhost/a?b=1#rc=2&rt=1500&ct=300&rp=ct,5xx')!
  expect(url).toBe('http://localhost/a?b=1')
  expect(overrides).toEqual({ ct: 300, rt: 1500, tt: 15_000, rc: 2, rp: ['ct', '5xx'] })
})

test('without one: one retry, only when the connection failed, 5 s to connect, 15 s in all', () => {
  expect(readTarget('https://example.org/')?.overrides).toEqual({ ct: 5000, rt: 15_000, tt: 15_000, rc: 1, rp: ['ct'] })
})

test.each(['', 'nonsense', 'ftp://example.org/', 'http://example.org/#rc=9', 'http://example.org/#rp=never'])(
  '%j is refused',
  (text) => {
    expect(readTarget(text)).toBeUndefined()
  },
)
