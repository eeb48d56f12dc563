import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openChildLog } from './child-log.mjs'

let folder
let path
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-log-'))
  path = join(folder, 'web.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a log goes on where it was, and a full one is kept beside the new one', () => {
  openChildLog(path).write('before\n')
  const log = openChildLog(path, 10)
  log.write('now\n')
  log.write('after\n')
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('before\nnow\n')
  expect(readFileSync(path, 'utf8')).toBe('after\n')
})

test('the reason is the last line the child meant for people, else its last line', () => {
  const log = openChildLog(path)
  expect(log.reason()).toBe('')
  log.write('{"level":"info"}\n{"level":"error"}\n')
  expect(log.reason()).toBe('{"level":"error"}')
  log.write('offhook: web: PUBLIC_URL is not set\n    at stack\n')
  expect(log.reason()).toBe('web: PUBLIC_URL is not set')
})
