import { expect, test } from 'vitest'
import { readProblem } from './sign-in-words.ts'

test('a refused sign-in says how many tries are left, a paused one when to come back', () => {
  expect(readProblem('invalid_credentials:4').text).toContain('You have 4 tries left')
  expect(readProblem('invalid_credentials:1').text).toContain('You have 1 try left')
  expect(readProblem('invalid_credentials').text).toBe('That email and password do not match.')
  expect(readProblem('rate_limited:600').text).toContain('Try again in 10 minutes')
  expect(readProblem('rate_limited:20').text).toContain('Try again in 1 minute.')
  expect(readProblem('network')).toMatchObject({ code: 'network' })
})
