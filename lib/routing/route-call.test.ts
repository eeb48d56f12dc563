import { expect, test } from 'vitest'
import { routeCall } from './route-call.ts'

const line = { number: '+442079460111', label: 'Emergency' }
const agent = (n: number) => ({ userId: `user${n}`, carrierIdentity: `u_${n}` })

test('rings everybody who is there, ten at most', () => {
  const agents = Array.from({ length: 12 }, (_, n) => agent(n))
  expect(routeCall({ line, agents })).toEqual({
    to: 'agents',
    line,
    identities: agents.slice(0, 10).map((a) => a.carrierIdentity),
    timeoutS: 25,
  })
})

test('nobody there, or a number that is not ours: a sentence', () => {
  expect(routeCall({ line, agents: [] })).toEqual({ to: 'sentence', sentence: 'nobodyThere' })
  expect(routeCall({ line: null, agents: [agent(1)] })).toEqual({ to: 'sentence', sentence: 'notInService' })
})
