import { expect, test } from 'vitest'
import { Cookies } from './cookies.ts'

const URL_ = 'http://localhost:3000/voice/in'
const after = (...headers: string[]) => {
  const cookies = new Cookies()
  cookies.take(URL_, headers)
  return cookies
}

test('what was set comes again, to that host on any port', () => {
  const cookies = after('a=1; Path=/', 'b=x=y; HttpOnly; Path=/')
  expect(cookies.header('http://localhost:81/other')).toBe('a=1; b=x=y')
  expect(cookies.header('http://127.0.0.1/')).toBeUndefined()
})

test('a path keeps it to itself; without one it is the folder of the page', () => {
  const cookies = after('deep=1; Path=/voice/in', 'here=1')
  expect(cookies.header('http://localhost/voice/in/more')).toBe('deep=1; here=1')
  expect(cookies.header('http://localhost/voice/out')).toBe('here=1')
  expect(cookies.header('http://localhost/voices')).toBeUndefined()
})

test('a new value takes the place of the old; what has run out is gone', () => {
  const cookies = after('a=1', 'a=2')
  expect(cookies.header(URL_)).toBe('a=2')
  cookies.take(URL_, ['a=3; Max-Age=0'])
  expect(cookies.header(URL_)).toBeUndefined()
  expect(after('a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT').header(URL_)).toBeUndefined()
})

test('a secure one goes over https only; what is no cookie is passed over', () => {
  expect(after('s=1; Secure').header(URL_)).toBeUndefined()
  expect(after('s=1; Secure').header('https://localhost/voice/in')).toBe('s=1')
  expect(after('', '=1', ' ; ').header(URL_)).toBeUndefined()
})
