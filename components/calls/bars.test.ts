import { expect, test } from 'vitest'
import { barsOf } from './bars.ts'

test('fewer bars keep the loudest, more repeat, noise is left out', () => {
  expect(barsOf([10, 20, 30, 40], 2)).toEqual([20, 40])
  expect(barsOf([10, 40], 4)).toEqual([10, 10, 40, 40])
  expect(barsOf([5, 0, 6], 3)).toEqual([0, 0, 6])
  expect(barsOf([], 2)).toEqual([0, 0])
  expect(barsOf([10], 0)).toEqual([])
})
