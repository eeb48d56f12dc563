import { expect } from '@playwright/test'

const CARRIER = process.env.E2E_CARRIER_URL ?? 'http://localhost:4010'

export type Play = { toneHz: number } | { say: string } | { sound: string }

export interface PhoneScript {
  answer: 'auto' | 'never' | 'busy' | 'decline' | 'manual'
  afterMs?: number
  play?: Play
}

interface PhoneCallRow {
  callSid: string
  state: 'ringing' | 'answered' | 'ended'
  endReason: 'phone' | 'far' | null
  digits: string
  said: string[]
  heard: { frames: number; speechFrames: number; rmsDb: number }
}

/** The outside world: simulated phones that people and stories play through the local carrier's control API. */
export class Phones {
  /** What a phone does when it is called. */
  async script(number: string, script: PhoneScript): Promise<void> {
    await ask('PUT', `/control/phones/${number}`, script)
  }

  /** Somebody dials one of our numbers. */
  async dialIn(call: { from: string; to: string; play?: Play }): Promise<PhoneCall> {
    const { callSid } = (await ask('POST', '/control/calls', call)) as { callSid: string }
    return new PhoneCall(callSid)
  }

  /** The call that reaches a phone now; waits for it. */
  async reached(number: string): Promise<PhoneCall> {
    let found: PhoneCallRow | undefined
    await expect
      .poll(async () => {
        const { calls } = (await ask('GET', `/control/phones/${number}`)) as { calls: PhoneCallRow[] }
        found = calls[0]
        return found?.state
      })
      .toMatch(/ringing|answered/)
    return new PhoneCall(found!.callSid)
  }

  /** The carrier does what these requests ask and drops its replies, until `heal`. */
  async dropReplies(path: string): Promise<void> {
    await ask('PUT', '/control/faults', { rest: { methods: ['POST'], path, dropReply: 1 } })
  }

  /** Nothing goes wrong any more. */
  async heal(): Promise<void> {
    await ask('DELETE', '/control/faults')
  }

  /** The newest call of a phone, whatever became of it. */
  async latest(number: string): Promise<PhoneCall> {
    const { calls } = (await ask('GET', `/control/phones/${number}`)) as { calls: PhoneCallRow[] }
    if (!calls[0]) throw new Error(`nobody has called ${number}`)
    return new PhoneCall(calls[0].callSid)
  }

  /** The calls that ring or talk in browsers now. */
  async browserCalls(): Promise<{ callSid: string; state: string }[]> {
    const { calls } = (await ask('GET', '/control/browsers')) as { calls: { callSid: string; state: string }[] }
    return calls.filter(({ state }) => state !== 'ended')
  }

  /** Kills the connections of every browser. */
  async cutSockets(): Promise<void> {
    await ask('POST', '/control/faults/sockets', {})
  }

  /** Ends every call and forgets every script. */
  async reset(): Promise<void> {
    await ask('DELETE', '/control')
  }
}

/** One call as the simulated phone knows it: the ground truth of what was heard. */
export class PhoneCall {
  constructor(readonly callSid: string) {}

  row = () => ask('GET', `/control/calls/${this.callSid}`) as Promise<PhoneCallRow>
  hangUp = () => ask('POST', `/control/calls/${this.callSid}/hangup`)
  answer = () => ask('POST', `/control/calls/${this.callSid}/answer`)
  play = (play: Play) => ask('POST', `/control/calls/${this.callSid}/play`, play)

  /** How much of the sound of the last half second is this tone, 0 to 1, and how loud the whole is. */
  heard(hz: number): Promise<{ ratio: number; rmsDb: number; frames: number }> {
    return ask('GET', `/control/calls/${this.callSid}/heard?hz=${hz}&ms=500`) as Promise<never>
  }

  async expectHears(hz: number): Promise<void> {
    await expect.poll(async () => (await this.heard(hz)).ratio, `the phone hears ${hz} Hz`).toBeGreaterThan(0.8)
  }

  async expectSilence(hz: number): Promise<void> {
    await expect
      .poll(async () => {
        const { ratio, rmsDb } = await this.heard(hz)
        return rmsDb < -50 || ratio < 0.05
      }, 'the phone hears nothing')
      .toBe(true)
  }

  async expectState(state: PhoneCallRow['state']): Promise<void> {
    await expect.poll(async () => (await this.row()).state, `the phone's call is ${state}`).toBe(state)
  }

  async expectSaid(words: RegExp): Promise<void> {
    await expect.poll(async () => (await this.row()).said.join(' '), 'the phone is told').toMatch(words)
  }
}

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(CARRIER + path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text ? JSON.parse(text) : undefined
}
