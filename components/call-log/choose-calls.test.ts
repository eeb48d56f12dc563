import { expect, test } from 'vitest'
import { chooseCalls, chosenOf } from './choose-calls.ts'

const loaded = ['a', 'b', 'c'].map((id) => ({ id }))

test('calls are chosen and left alone, and the set before stays as it was', () => {
  const before = new Set(['a', 'z'])
  expect([...chooseCalls(before, ['a', 'b'], true)]).toEqual(['a', 'z', 'b'])
  expect([...chooseCalls(before, ['a', 'b'], false)]).toEqual(['z'])
  expect([...before]).toEqual(['a', 'z'])
})

test('none, some or all of the loaded calls are chosen, whatever else is', () => {
  expect(chosenOf(new Set(), loaded)).toBe('none')
  expect(chosenOf(new Set(['z']), loaded)).toBe('none')
  expect(chosenOf(new Set(['b', 'z']), loaded)).toBe('some')
  expect(chosenOf(new Set(['a', 'b', 'c', 'z']), loaded)).toBe('all')
  expect(chosenOf(new Set(['a']), [])).toBe('none')
})
