import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sourcesKey } from './sources.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'offhook-sources-'))
  mkdirSync(join(root, 'lib/calls'), { recursive: true })
  write('lib/calls/fold.ts', 'one')
})
afterEach(() => rmSync(root, { recursive: true }))
const write = (path, text) => writeFileSync(join(root, path), text)

test('equal sources have one key, whatever is not built changes', () => {
  const key = sourcesKey(root)
  write('lib/calls/fold.test.ts', 'a test')
  write('README.md', 'words')
  expect(sourcesKey(root)).toBe(key)
  expect(key).toMatch(/^[0-9a-f]{12}$/)
})

test('changed, new and renamed sources have another key', () => {
  const first = sourcesKey(root)
  write('lib/calls/fold.ts', 'two')
  const second = sourcesKey(root)
  write('lib/calls/end.ts', '')
  expect(new Set([first, second, sourcesKey(root)]).size).toBe(3)
})
