import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { interrupted, Leg } from './leg.ts'
import type { LineEnd } from './ports.ts'
import { FakeBrowserLine } from './test-carrier.ts'

const plan = { accountSid: 'AC1', direction: 'outbound-api' as const, from: '+442079460111', to: 'client:u_ann' }

function dialled() {
  const leg = new Leg(plan)
  const line = new FakeBrowserLine()
  const seen: string[] = []
  for (const event of ['initiated', 'ringing', 'answered', 'ended'] as const) {
    leg.on(event, () => seen.push(`${event}:${leg.status}`))
  }
  leg.dial(() => line)
  return { leg, line, seen }
}

describe('status', () => {
  test('goes from queued over ringing to the end, one event each', () => {
    const { leg, line, seen } = dialled()
    line.emit('ringing')
    line.emit('answered')
    line.emit('ended', 'hangup')
    leg.end()
    expect(seen).toEqual(['initiated:initiated', 'ringing:ringing', 'answered:in-progress', 'ended:completed'])
    expect(leg.sipCode).toBe(200)
  })

  test.each<[LineEnd, string, number]>([
    ['busy', 'busy', 486],
    ['refused', 'busy', 603],
    ['unreachable', 'no-answer', 480],
    ['lost', 'no-answer', 480],
    ['hangup', 'no-answer', 487],
  ])('a line that ends as %s before the answer: %s, %d', (why, status, sipCode) => {
    const { leg, line } = dialled()
    line.emit('ended', why)
    expect([leg.status, leg.sipCode, leg.durationS]).toEqual([status, sipCode, 0])
  })

  test('a line nobody can make is a failure', () => {
    const leg = new Leg(plan)
    leg.dial(() => undefined)
    expect([leg.status, leg.sipCode]).toEqual(['failed', 404])
  })

  test('what we end before the answer is canceled, after it completed', () => {
    const ringing = dialled()
    ringing.leg.end()
    expect([ringing.leg.status, ringing.leg.sipCode, ringing.line.hungUp]).toEqual(['canceled', 487, true])
    const talking = dialled()
    talking.line.emit('answered')
    talking.leg.end()
    expect([talking.leg.status, talking.line.hungUp]).toEqual(['completed', true])
  })
})

describe('time', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('it rings no longer than told, and talks no longer than told', () => {
    const patient = dialled()
    patient.leg.ringFor(5000)
    vi.advanceTimersByTime(5000)
    expect([patient.leg.status, patient.leg.sipCode]).toEqual(['no-answer', 487])
    const talker = dialled()
    talker.leg.ringFor(5000)
    talker.leg.talkFor(60_000)
    vi.advanceTimersByTime(4000)
    talker.line.emit('answered')
    vi.advanceTimersByTime(59_000)
    expect(talker.leg.status).toBe('in-progress')
    vi.advanceTimersByTime(1000)
    expect([talker.leg.status, talker.leg.durationS]).toEqual(['completed', 60])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('occupation', () => {
  test('a new one waits until the old one is done with its end', async () => {
    const { leg, line } = dialled()
    line.emit('answered')
    const order: string[] = []
    leg.occupy(async (signal) => {
      order.push(`one ${await interrupted(signal)}`)
    })
    let moved = false
    leg.on('moved', () => {
      moved = true
    })
    await new Promise(setImmediate)
    leg.move(async () => {
      order.push('two')
    })
    await vi.waitFor(() => expect(leg.isEnded).toBe(true), { timeout: 15_000 })
    expect(order).toEqual(['one moved', 'two'])
    expect([moved, leg.status]).toEqual([true, 'completed'])
  })

  test('one that throws fails the call', async () => {
    const { leg, line } = dialled()
    line.emit('answered')
    leg.occupy(() => Promise.reject(new Error('our own mistake')))
    await vi.waitFor(() => expect(leg.status).toBe('failed'), { timeout: 15_000 })
    expect(line.errorCode).toBe(31005)
  })

  test('a call that came to us is answered by the end of its document, unless a Dial said how it ends', () => {
    const plain = new Leg({ ...plan, direction: 'inbound' })
    const line = new FakeBrowserLine()
    plain.receive(line)
    plain.conclude()
    expect([plain.status, line.answered]).toEqual(['completed', true])
    const busy = new Leg({ ...plan, direction: 'inbound' })
    const other = new FakeBrowserLine()
    busy.receive(other)
    busy.endsUnanswered = 'busy'
    busy.conclude()
    expect([busy.status, other.answered, other.errorCode]).toEqual(['busy', false, 31486])
    const spokenTo = new Leg({ ...plan, direction: 'inbound' })
    const third = new FakeBrowserLine()
    spokenTo.receive(third)
    spokenTo.endsUnanswered = 'busy'
    spokenTo.answer()
    spokenTo.conclude()
    expect([spokenTo.status, third.hungUp, third.errorCode]).toEqual(['completed', true, undefined])
  })
})
