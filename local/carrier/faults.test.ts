import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FaultPlan, Faults, kindOf, randomNumbers } from './faults.ts'
import { Journal } from './journal.ts'

const with_ = (plan: object) => {
  const faults = new Faults(new Journal())
  faults.set(FaultPlan.parse(plan))
  return faults
}
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make)

test('the same seed decides the same, another one differently; rows do not disturb each other', () => {
  const plan = { callbacks: { drop: 0.2, duplicate: 0.2, delay: 0.2 }, rest: { fail: 0.5 }, media: { lose: 0.5 } }
  const row = (seed: number, between: (faults: Faults) => unknown = () => 0) => {
    const faults = with_({ ...plan, seed })
    return times(50, () => {
      between(faults)
      return faults.callback('ringing')
    })
  }
  expect(row(7)).toEqual(row(7))
  expect(row(7)).toEqual(row(7, (faults) => [faults.rest('GET', '/'), faults.losesPacket()]))
  expect(row(7)).not.toEqual(row(8))
})

test('without a seed one is made up and can be read to repeat it', () => {
  const first = with_({ callbacks: { drop: 0.5 } })
  const row = times(30, () => first.callback('x'))
  const again = with_({ callbacks: { drop: 0.5 }, seed: first.seed })
  expect(times(30, () => again.callback('x'))).toEqual(row)
})

test('chances are about what they say', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => {
      const faults = with_({ seed, callbacks: { drop: 0.3 } })
      const dropped = times(1000, () => faults.callback('x')).filter((fate) => fate === 'drop').length
      expect(dropped).toBeGreaterThan(200)
      expect(dropped).toBeLessThan(400)
    }),
    { numRuns: 20 },
  )
})

test('only the named kinds, methods and paths; only so many times', () => {
  const callbacks = with_({ callbacks: { kinds: ['completed', 'participant-leave'], drop: 1 } })
  expect(['ringing', 'completed', 'participant-leave'].map((kind) => callbacks.callback(kind))).toEqual([
    'send',
    'drop',
    'drop',
  ])
  const rest = with_({ rest: { methods: ['POST'], path: '/Participants', dropReply: 1 }, times: 1 })
  const fates = [
    ['GET', '/x/Participants.json'],
    ['POST', '/x/Calls.json'],
    ['POST', '/x/Participants.json'],
    ['POST', '/x/Participants.json'],
  ].map(([method, path]) => rest.rest(method!, path!))
  expect(fates).toEqual(['serve', 'serve', 'dropReply', 'serve'])
})

test('nothing goes wrong by itself, nor once it is cleared', () => {
  const faults = with_({ callbacks: { drop: 1 }, rest: { fail: 1 }, media: { lose: 1 } })
  expect([faults.callback('x'), faults.rest('GET', '/'), faults.losesPacket()]).toEqual(['drop', 'fail', true])
  faults.clear()
  expect([faults.callback('x'), faults.rest('GET', '/'), faults.losesPacket()]).toEqual(['send', 'serve', false])
})

test('random numbers are from 0 to below 1', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const next = randomNumbers(seed)
      for (const value of times(20, next)) expect(value >= 0 && value < 1).toBe(true)
    }),
  )
})

test.each([
  [{ StatusCallbackEvent: 'participant-join', CallSid: 'CA' }, 'participant-join'],
  [{ RecordingStatus: 'completed' }, 'recording-completed'],
  [{ StreamEvent: 'stream-started' }, 'stream-started'],
  [{ CallStatus: 'ringing', AnsweredBy: 'human' }, 'ringing'],
  [{ AnsweredBy: 'human' }, 'answered-by'],
  [{}, 'other'],
])('%j is of the kind %s', (fields, kind) => {
  expect(kindOf(fields)).toBe(kind)
})
