import { expect, test } from 'vitest'
import { withSecondTry } from './second-try.mjs'

const file = (name, passed, failed = 0) => ({ file: name, passed, failed, skipped: 0 })

/** A run of these files; `broken` failures belong to none of them. */
const run = (files, { broken = 0, output = '' } = {}) => ({
  files,
  output,
  passed: files.reduce((sum, { passed }) => sum + passed, 0),
  failed: files.reduce((sum, { failed }) => sum + failed, broken),
  skipped: 0,
})

/** Answers with these runs, one after the other, and keeps what it was asked for. */
function attempts(...runs) {
  const asked = []
  const attempt = async (files) => {
    asked.push(files)
    return runs[asked.length - 1]
  }
  return { asked, attempt }
}

test('a run without failures is not repeated', async () => {
  const { asked, attempt } = attempts(run([file('a', 3)]))
  expect(await withSecondTry(attempt)).toMatchObject({ passed: 3, failed: 0 })
  expect(asked).toEqual([[]])
})

test('only the files that failed are run again, and the first failure is told', async () => {
  const { asked, attempt } = attempts(
    run([file('a', 3), file('b', 1, 1), file('c', 0, 2)], { output: 'b and c' }),
    run([file('b', 2), file('c', 2)]),
  )
  expect(await withSecondTry(attempt)).toMatchObject({ passed: 7, failed: 0, unsteady: 'b and c' })
  expect(asked).toEqual([[], ['b', 'c']])
})

test('what fails twice has failed, and both failures are told', async () => {
  const { attempt } = attempts(
    run([file('a', 3), file('b', 1, 1)], { output: 'early' }),
    run([file('b', 0, 2)], { output: 'late' }),
  )
  const told = await withSecondTry(attempt)
  expect(told).toMatchObject({ passed: 3, failed: 2 })
  expect(told.output).toMatch(/early[^]*late/)
})

test('a run that broke outside every file is repeated whole', async () => {
  const { asked, attempt } = attempts(run([file('a', 3)], { broken: 1 }), run([file('a', 3), file('b', 1)]))
  expect(await withSecondTry(attempt)).toMatchObject({ passed: 4, failed: 0 })
  expect(asked).toEqual([[], []])
})

test('a run that could not be made is made again', async () => {
  const runs = [Promise.reject(new Error('no system')), Promise.resolve(run([file('a', 3)]))]
  expect(await withSecondTry(() => runs.shift())).toMatchObject({ passed: 3, failed: 0 })
  const never = await withSecondTry(() => Promise.reject(new Error('no system')))
  expect(never).toMatchObject({ passed: 0, failed: 1, output: expect.stringContaining('no system') })
})

test('many failed files have no second try', async () => {
  const { asked, attempt } = attempts(run(Array.from({ length: 9 }, (_, at) => file(`${at}`, 0, 1))))
  expect(await withSecondTry(attempt)).toMatchObject({ passed: 0, failed: 9 })
  expect(asked).toHaveLength(1)
})
