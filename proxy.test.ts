import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contentSecurityPolicy } from '#lib/http/page-headers.ts'
import { config } from './proxy.ts'

/** A folder in round brackets groups files and is no part of the address; one in square brackets is a parameter. */
const address = (file: string) =>
  `/${file
    .split('/')
    .slice(0, -1)
    .filter((part) => !part.startsWith('('))
    .map((part) => part.replace(/^\[(\w+)\]$/, ':$1'))
    .join('/')}`

test('every page gets its headers, and no endpoint passes through the proxy', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
  const pages = files.filter((file) => /(^|\/)page\.tsx$/.test(file)).map(address)
  expect(pages.toSorted()).toEqual(config.matcher.toSorted())
  const endpoints = files.filter((file) => /(^|\/)route\.ts$/.test(file)).map(address)
  expect(endpoints.filter((path) => config.matcher.includes(path))).toEqual([])
})

test('sockets may go to the live socket and the voice network, nowhere else', () => {
  const local = contentSecurityPolicy('n', {
    PUBLIC_WS_URL: 'ws://localhost:8081',
    VOICE_SIGNALLING_URL: 'ws://localhost:4010',
  })
  expect(local).toContain("connect-src 'self' ws://localhost:8081 ws://localhost:4010;")
  const vendor = contentSecurityPolicy('n', { PUBLIC_WS_URL: 'wss://desk.example' })
  expect(vendor).toContain("'self' wss://desk.example https://eventgw.twilio.com wss://voice-js.roaming.twilio.com;")
  expect(vendor).toContain("script-src 'self' 'nonce-n' 'strict-dynamic';")
  expect(vendor.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe')
})
