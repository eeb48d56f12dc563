import { expect, test } from 'vitest'
import { inOrder } from './in-order.ts'

const settle = () => new Promise((resolve) => setTimeout(resolve))
const failure = (code: string) => Object.assign(new Error(code), { code })

test('what did not reach the server goes before the next, what was refused is dropped', async () => {
  const sent: string[] = []
  let answer: Error | null = null
  const send = inOrder<string>(async (thing) => {
    if (answer) throw answer
    sent.push(thing)
  })
  send('a')
  send('b')
  await settle()
  answer = failure('network')
  send('c')
  await settle()
  answer = null
  send('d')
  await settle()
  answer = failure('not_found')
  send('e')
  await settle()
  answer = null
  send('f')
  await settle()
  expect(sent).toEqual(['a', 'b', 'c', 'd', 'f'])
})
