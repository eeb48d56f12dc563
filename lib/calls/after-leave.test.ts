import { describe, expect, test } from 'vitest'
import { decideAfterLeave } from './after-leave.ts'
import type { CallCommand, CallStatus, LegFacts } from './call-event.ts'
import { foldLeg } from './fold-leg.ts'

function leg(callSid: string, role: 'outside' | 'agent', status: CallStatus, more: LegFacts = {}) {
  const answered: LegFacts[] = status === 'completed' ? [{ status: 'in-progress' }] : []
  return foldLeg(
    [...answered, { status, role, ...more }].map((facts, sequence) => ({
      accountSid: 'AC',
      callSid,
      source: 'webhook',
      sequence,
      at: sequence,
      hash: `${callSid}${sequence}`,
      facts,
    })),
  )
}

const decide = (direction: 'inbound' | 'outbound', legs: ReturnType<typeof leg>[], commands: CallCommand[] = []) =>
  decideAfterLeave({ direction, legs, commands })
const hangUp: CallCommand = { type: 'hang-up', userId: 'u1' }

describe('a call out', () => {
  test('the callee is gone, busy or never came: the agent is let go', () => {
    for (const status of ['completed', 'busy', 'no-answer', 'failed', 'canceled'] as const) {
      expect(decide('outbound', [leg('agent', 'agent', 'in-progress'), leg('callee', 'outside', status)])).toEqual({
        partings: [{ callSid: 'agent', how: 'end' }],
        lostCallSid: null,
      })
    }
  })

  test('the agent hung up: everybody ends, ringing or talking', () => {
    for (const status of ['queued', 'ringing', 'in-progress'] as const) {
      const { partings } = decide(
        'outbound',
        [leg('agent', 'agent', 'in-progress'), leg('callee', 'outside', status)],
        [hangUp],
      )
      expect(partings).toEqual([
        { callSid: 'agent', how: 'end' },
        { callSid: 'callee', how: 'end' },
      ])
    }
  })

  test('the agent is gone without a command: who talked is told, who only rang stops ringing', () => {
    const gone = leg('agent', 'agent', 'completed')
    expect(decide('outbound', [gone, leg('callee', 'outside', 'in-progress')])).toEqual({
      partings: [{ callSid: 'callee', how: 'tell-lost' }],
      lostCallSid: 'agent',
    })
    expect(decide('outbound', [gone, leg('callee', 'outside', 'ringing')])).toEqual({
      partings: [{ callSid: 'callee', how: 'end' }],
      lostCallSid: 'agent',
    })
  })

  test('they are told once', () => {
    const legs = [leg('agent', 'agent', 'completed'), leg('callee', 'outside', 'in-progress')]
    const lost: CallCommand = { type: 'agent-lost', callSid: 'agent' }
    expect(decide('outbound', legs, [lost])).toEqual({ partings: [], lostCallSid: null })
  })

  test('both are there: nothing happens', () => {
    const legs = [leg('agent', 'agent', 'in-progress'), leg('callee', 'outside', 'in-progress')]
    expect(decide('outbound', legs)).toEqual({ partings: [], lostCallSid: null })
  })
})

describe('a call in', () => {
  test('an agent declines: only their own ringing leg ends, also one that is known later', () => {
    const decline: CallCommand = { type: 'decline', userId: 'u1' }
    const legs = [
      leg('caller', 'outside', 'ringing'),
      leg('mine', 'agent', 'ringing', { userId: 'u1' }),
      leg('other', 'agent', 'ringing', { userId: 'u2' }),
    ]
    expect(decide('inbound', legs, [decline]).partings).toEqual([{ callSid: 'mine', how: 'end' }])
  })

  test('an agent leaves: the carrier asks what the caller hears, nothing is done here', () => {
    const legs = [leg('caller', 'outside', 'in-progress'), leg('agent', 'agent', 'completed')]
    expect(decide('inbound', legs)).toEqual({ partings: [], lostCallSid: null })
  })
})

describe.each(['inbound', 'outbound'] as const)('a call %s with an assistant', (direction) => {
  const takeOver = (at: string): CallCommand => ({ type: 'take-over', userId: 'u1', callSid: 'agent', at })
  const handBack = (at: string): CallCommand => ({ type: 'hand-back', userId: 'u1', at })
  const caller = leg('caller', 'outside', 'in-progress')
  const gone = leg('agent', 'agent', 'completed')
  const nothing = { partings: [], lostCallSid: null }

  test('whoever took over and is gone is missed, once, and the assistant goes on', () => {
    const lost = { partings: [], lostCallSid: 'agent', resumes: 'caller' }
    expect(decide(direction, [caller, gone], [takeOver('1')])).toEqual(lost)
    // Of a call that came in, the carrier never says that its leg is answered.
    expect(decide(direction, [leg('caller', 'outside', 'ringing'), gone], [takeOver('1')])).toEqual(lost)
    const told: CallCommand = { type: 'agent-lost', callSid: 'agent' }
    expect(decide(direction, [caller, gone], [takeOver('1'), told])).toEqual(nothing)
    const earlier = leg('before', 'agent', 'completed')
    expect(decide(direction, [caller, earlier, leg('agent', 'agent', 'in-progress')], [takeOver('1')])).toEqual(nothing)
  })

  test('the caller is gone: whoever took over is let go', () => {
    const here = leg('agent', 'agent', 'in-progress')
    expect(decide(direction, [leg('caller', 'outside', 'completed'), here], [takeOver('1')]).partings).toEqual([
      { callSid: 'agent', how: 'end' },
    ])
  })

  test('handed back, in whatever order it is read: the agent is let go and not missed', () => {
    const here = leg('agent', 'agent', 'in-progress')
    for (const commands of [
      [takeOver('1'), handBack('2')],
      [handBack('2'), takeOver('1')],
    ]) {
      expect(decide(direction, [caller, here], commands).partings).toEqual([{ callSid: 'agent', how: 'end' }])
      expect(decide(direction, [caller, gone], commands)).toEqual(nothing)
    }
  })
})
