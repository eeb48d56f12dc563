import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { openApi } from './openapi.ts'
import { doorsOf } from './test-doors.ts'

/** As the formatter has it, so that the file is at home in the repository. */
const formatted = (value: object): string =>
  execFileSync('node_modules/.bin/biome', ['format', '--stdin-file-path=openapi.json'], {
    input: JSON.stringify(value, null, 2),
    encoding: 'utf8',
  })

test('the description names every method of every route, as its schemas are now', async () => {
  const doors = await doorsOf()
  const document = openApi(doors.map(({ path, method, handle }) => ({ path, method, operation: handle.operation! })))
  expect(Object.values(document.paths).flatMap((methods) => Object.keys(methods))).toHaveLength(doors.length)
  const silent = doors.filter(({ handle }) => !handle.operation!.summary && handle.operation!.body !== 'signed-form')
  expect(silent.map(({ name }) => name)).toEqual([])
  await expect(formatted(document)).toMatchFileSnapshot('openapi.json')
}, 60_000)
