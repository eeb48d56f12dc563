import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { livePid, myMark, processMark, takeLock } from './lock.mjs'

let folder
let path
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a held lock names its holder, a released one is free', () => {
  const lock = takeLock(path)
  expect(takeLock(path)).toEqual({ heldBy: process.pid })
  lock.release()
  expect(existsSync(path)).toBe(false)
  expect(takeLock(path).release).toBeTypeOf('function')
  expect(readdirSync(folder)).toEqual(['lock'])
})

test('the lock of a dead process is taken over', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  const text = `${child.pid} ${processMark(child.pid)}`
  await once(child, 'exit')
  writeFileSync(path, text)
  expect(takeLock(path).release).toBeTypeOf('function')
})

test('a pid that was given to another process since is no holder', () => {
  writeFileSync(path, `${process.pid} 1`)
  expect(takeLock(path).release).toBeTypeOf('function')
})

test('an empty lock file, left by a full disk, is taken over', () => {
  writeFileSync(path, '')
  expect(takeLock(path).release).toBeTypeOf('function')
})

test('a mark tells this process and no dead one', () => {
  expect(livePid(myMark())).toBe(process.pid)
  expect(processMark(2 ** 22 + 1)).toBeUndefined()
})
