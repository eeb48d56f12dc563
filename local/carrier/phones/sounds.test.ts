import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rmsDb } from '#lib/media/goertzel.ts'
import { decodeMulaw } from '#lib/media/mulaw.ts'
import { preparedSound, SENTENCES } from './sounds.ts'
import { HABITS } from './table.ts'

const folder = new URL('./sounds/', import.meta.url)
const names = Object.keys(JSON.parse(readFileSync(new URL('sounds.json', folder), 'utf8')))

test('every sentence has its file and no file is without a sentence; together they are small', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.wav'))
  expect(files.sort()).toEqual(names.map((name) => `${name}.wav`).sort())
  const bytes = files.reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0)
  expect(bytes).toBeLessThan(400_000)
})

test.each(names)('%s is speech of 1 to 6 seconds', (name) => {
  const frames = [...preparedSound(name)]
  expect(frames.length).toBeGreaterThan(50)
  expect(frames.length).toBeLessThan(300)
  expect(rmsDb(decodeMulaw(Buffer.concat(frames)))).toBeGreaterThan(-35)
})

test('what phones say by habit and what the page offers is there', () => {
  for (const { script } of HABITS) if (script.play && 'sound' in script.play) expect(names).toContain(script.play.sound)
  for (const { name } of SENTENCES) expect(preparedSound(name).text).not.toBe('')
  expect(() => preparedSound('../../package')).toThrow('no prepared sentence')
})
