import { beforeEach, describe, expect, test } from 'vitest'
import { MediaClock } from './clock.ts'
import { Conference, ConferenceRefusal } from './conference.ts'
import { Leg } from './leg.ts'
import type { ParticipantPlan } from './participant.ts'
import { Room } from './room.ts'
import { FakeBrowserLine } from './test-carrier.ts'
import type { Fields } from './webhooks/sign.ts'

const EVENTS = new Set(['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify'])
const callback = { url: 'http://one', method: 'POST' as const, events: EVENTS }
const usual: ParticipantPlan = { muted: false, startOnEnter: true, endOnExit: false, maxParticipants: 250 }

let sent: { url: string; fields: Fields }[]
let clock: MediaClock
let conference: Conference

beforeEach(() => {
  sent = []
  clock = new MediaClock()
  conference = new Conference('AC1', 'room', new Room(clock), ({ url }, fields) => sent.push({ url, fields }))
})

const events = () => sent.map(({ fields }) => fields.StatusCallbackEvent)

/** A leg that talks, saying one loud byte for as long as it lives. */
function talker() {
  const leg = new Leg({ accountSid: 'AC1', direction: 'inbound', from: 'client:a', to: '' })
  const line = new FakeBrowserLine()
  line.says = () => new Uint8Array(160).fill(0x80)
  leg.receive(line)
  leg.answer()
  return { leg, line }
}

function join(plan: Partial<ParticipantPlan> = {}) {
  const { leg, line } = talker()
  const participant = conference.add(leg, { ...usual, ...plan })
  conference.enter(participant)
  return { leg, line, participant }
}

const hears = (line: FakeBrowserLine) => {
  clock.tick()
  return line.hearing.last(20).some((sample) => Math.abs(sample) > 1000)
}

describe('start', () => {
  test('with the second who is in, when one of them may start it', () => {
    join({ callback })
    expect(conference.status).toBe('init')
    join()
    expect(conference.status).toBe('in-progress')
    expect(events()).toEqual(['participant-join', 'participant-join', 'conference-start'])
  })

  test('nobody hears anything while all wait for one who may start it', () => {
    const [one, two] = [join({ startOnEnter: false, callback }), join({ startOnEnter: false })]
    expect([conference.status, hears(one.line), hears(two.line)]).toEqual(['init', false, false])
    join()
    expect([conference.status, hears(one.line), hears(two.line)]).toEqual(['in-progress', true, true])
  })

  test('a ringing participant is heard by who is inside, hears nothing itself, and does not start it', () => {
    const agent = join({ callback })
    const { leg, line } = talker()
    const ringing = conference.add(leg, usual)
    conference.hearEarly(ringing)
    expect([hears(agent.line), hears(line), conference.status]).toEqual([true, false, 'init'])
    conference.enter(ringing)
    expect([hears(line), conference.status]).toEqual([true, 'in-progress'])
  })
})

describe('callbacks', () => {
  test("only the first participant's counts, numbered over the events it asked for", () => {
    join({ callback: { ...callback, events: new Set(['join']) } })
    join({ callback: { ...callback, url: 'http://two' } })
    join()
    expect(sent.map(({ url, fields }) => [url, fields.SequenceNumber])).toEqual([
      ['http://one', '1'],
      ['http://one', '2'],
      ['http://one', '3'],
    ])
  })

  test('tell all about the participant', () => {
    const { leg, participant } = join({ callback, label: 'agent', endOnExit: true })
    conference.update(participant, { muted: true, hold: true, endOnExit: false })
    conference.update(participant, { muted: true })
    expect(events()).toEqual(['participant-join', 'participant-mute', 'participant-hold', 'participant-modify'])
    expect(sent.at(-1)!.fields).toMatchObject({
      ConferenceSid: conference.sid,
      FriendlyName: 'room',
      AccountSid: 'AC1',
      CallSid: leg.sid,
      ParticipantLabel: 'agent',
      Muted: 'true',
      Hold: 'true',
      Coaching: 'false',
      EndConferenceOnExit: 'false',
      StartConferenceOnEnter: 'true',
      Timestamp: expect.stringMatching(/^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000$/),
    })
  })
})

describe('mute and hold', () => {
  test('the muted one is not heard; the held one neither hears nor is heard', () => {
    const [one, two] = [join({ callback }), join()]
    conference.update(one.participant, { muted: true })
    expect([hears(one.line), hears(two.line)]).toEqual([true, false])
    conference.update(one.participant, { muted: false, hold: true })
    const before = one.line.hearing.summary().frames
    expect(hears(two.line)).toBe(false)
    expect(one.line.hearing.summary().frames).toBe(before)
    conference.update(one.participant, { hold: false })
    expect([hears(one.line), hears(two.line)]).toEqual([true, true])
  })
})

describe('end', () => {
  const last = () => sent.at(-1)!.fields

  test('with the last who leaves; one who is left alone goes on', () => {
    const [one, two] = [join({ callback }), join({ label: 'b' })]
    one.line.emit('ended', 'hangup')
    expect(conference.isOver).toBe(false)
    two.line.emit('ended', 'hangup')
    expect(last()).toMatchObject({
      StatusCallbackEvent: 'conference-end',
      ReasonConferenceEnded: 'last-participant-left',
      CallSidEndingConference: two.leg.sid,
      ParticipantLabelEndingConference: 'b',
    })
  })

  test('with one who ends it on exit: the others leave because of that', async () => {
    const [one, two] = [join({ callback, endOnExit: true }), join()]
    one.line.emit('ended', 'hangup')
    expect(await two.participant.left).toBe('moderator_ended_conference')
    expect(last().ReasonConferenceEnded).toBe('participant-with-end-conference-on-exit-left')
    expect(two.leg.isAnswered).toBe(true)
  })

  test('with the last who is removed', async () => {
    const { participant } = join({ callback })
    conference.leave(participant, 'participant_updated_via_api')
    expect(await participant.left).toBe('participant_updated_via_api')
    expect(last().ReasonConferenceEnded).toBe('last-participant-kicked')
  })

  test('a ringing one keeps it open and is not cancelled when the other leaves', () => {
    const agent = join({ callback })
    const { leg } = talker()
    conference.add(leg, usual)
    agent.line.emit('ended', 'hangup')
    expect([conference.isOver, leg.isEnded]).toEqual([false, false])
  })
})

describe('refusals', () => {
  test('a label that is taken, and one too many', () => {
    join({ label: 'a', maxParticipants: 2 })
    expect(() => join({ label: 'a' })).toThrow(ConferenceRefusal)
    join({ label: 'b' })
    expect(() => join({ label: 'c', maxParticipants: 2 })).toThrow('full')
  })
})
