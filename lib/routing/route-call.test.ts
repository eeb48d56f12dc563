import { expect, test } from 'vitest'
import { routeCall, routeToDesk } from './route-call.ts'

const line = { number: '+442079460111', label: 'Emergency' }
const agent = (n: number) => ({ userId: `user${n}`, carrierIdentity: `u_${n}` })

test('rings everybody who is there, ten at most', () => {
  const agents = Array.from({ length: 12 }, (_, n) => agent(n))
  expect(routeCall({ line, assistant: null, agents })).toEqual({
    to: 'agents',
    line,
    identities: agents.slice(0, 10).map((a) => a.carrierIdentity),
    timeoutS: 25,
  })
})

test('nobody there, or a number that is not ours: a sentence', () => {
  expect(routeCall({ line, assistant: null, agents: [] })).toEqual({ to: 'sentence', sentence: 'nobodyThere' })
  expect(routeCall({ line: null, assistant: null, agents: [agent(1)] })).toEqual({
    to: 'sentence',
    sentence: 'notInService',
  })
})

test('an assistant answers its line, until it has spent its day', () => {
  const assistant = { id: 'a', dailySpend: 5, spent: 4.9 }
  expect(routeCall({ line, assistant, agents: [agent(1)] })).toEqual({ to: 'assistant', assistantId: 'a' })
  expect(routeCall({ line, assistant: { ...assistant, dailySpend: null }, agents: [] }).to).toBe('assistant')
  expect(routeCall({ line, assistant: { ...assistant, spent: 5 }, agents: [agent(1)] }).to).toBe('agents')
  expect(routeToDesk({ line, assistant, agents: [] })).toEqual({ to: 'sentence', sentence: 'nobodyThere' })
})
