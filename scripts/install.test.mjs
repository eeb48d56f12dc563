import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isInstalled } from './install.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'offhook-install-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const A = { version: '1.0.0', integrity: 'sha512-a' }
const OTHER_PLATFORM = { version: '1.0.0', integrity: 'sha512-mac', optional: true, os: ['darwin'] }

function given(locked, installed) {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...locked } }))
  if (!installed) return
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }))
}

test.each([
  ['a bare clone', { 'node_modules/a': A }, undefined, false],
  ['the same packages', { 'node_modules/a': A }, { 'node_modules/a': A }, true],
  [
    "another platform's package",
    { 'node_modules/a': A, 'node_modules/m': OTHER_PLATFORM },
    { 'node_modules/a': A },
    true,
  ],
  ['another version', { 'node_modules/a': { ...A, version: '1.0.1' } }, { 'node_modules/a': A }, false],
  [
    'an install without devDependencies',
    { 'node_modules/a': A, 'node_modules/d': { ...A, dev: true } },
    { 'node_modules/a': A },
    false,
  ],
  ['a package that was removed', {}, { 'node_modules/a': A }, false],
])('%s', (_name, locked, installed, expected) => {
  given(locked, installed)
  expect(isInstalled(root)).toBe(expected)
})
