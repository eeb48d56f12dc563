import { beforeEach, describe, expect, test, vi } from 'vitest'
import { decodeMulaw } from '#lib/media/mulaw.ts'
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
  conference = new Conference('AC1', 'room', () => ({
    room: new Room(clock),
    send: ({ url }, fields) => sent.push({ url, fields }),
    sounds,
    record: () => {
      throw new Error('nobody asked for a recording')
    },
    failed: (_, error) => String(error),
  }))
})

/** One loud second of whatever URL but http://none, which cannot be had. */
async function* sounds({ url }: { url: string }) {
  await Promise.resolve()
  if (url === 'http://none') throw new Error('nothing there')
  yield Array.from({ length: 50 }, () => new Uint8Array(160).fill(0x80))
}

/** Lets what was fetched arrive. */
const settle = () => new Promise((resolve) => setImmediate(resolve))
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

/** The loudest sample a line hears in the next tick; undefined when nothing is written to it. */
const peak = (line: FakeBrowserLine) => {
  const before = line.hearing.summary().frames
  const write = vi.spyOn(line, 'write')
  clock.tick()
  const [frame] = write.mock.lastCall ?? []
  write.mockRestore()
  if (line.hearing.summary().frames === before || !frame) return undefined
  return Math.max(...decodeMulaw(frame).map((sample) => Math.abs(sample)))
}
const hears = (line: FakeBrowserLine) => (peak(line) ?? 0) > 1000

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

  test('go to the first who joins, not to the first who was called', () => {
    const called = talker().leg
    conference.add(called, { ...usual, callback })
    join({ callback: { ...callback, url: 'http://two' } })
    join({ callback: { ...callback, url: 'http://three' } })
    expect(sent.map(({ url }) => url)).toEqual(['http://two', 'http://two', 'http://two'])
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
  test('the muted one is not heard; the held one hears only music and is not heard', async () => {
    const [one, two] = [join({ callback }), join()]
    conference.update(one.participant, { muted: true })
    expect([hears(one.line), hears(two.line)]).toEqual([true, false])
    conference.update(one.participant, { muted: false, hold: true })
    await settle()
    expect(hears(two.line)).toBe(false)
    expect(peak(one.line)).toBeGreaterThan(100)
    expect(peak(one.line)).toBeLessThan(3000)
    conference.update(one.participant, { hold: false })
    expect([hears(one.line), hears(two.line)]).toEqual([true, true])
  })
})

describe('waiting', () => {
  const music = { url: 'http://music', method: 'GET' as const }

  test('is heard alone until the conference starts, and never again', async () => {
    const one = join({ wait: music })
    await settle()
    expect(hears(one.line)).toBe(true)
    const two = join()
    two.line.says = undefined
    expect(hears(one.line)).toBe(false)
    conference.leave(two.participant, 'participant_updated_via_api')
    expect([conference.status, hears(one.line)]).toEqual(['in-progress', false])
  })

  test('music that fails when it is no longer wanted harms nobody', async () => {
    const [one, two] = [join({ callback }), join()]
    conference.update(one.participant, { hold: true, holdSound: { ...music, url: 'http://none' } })
    conference.update(one.participant, { hold: false })
    await settle()
    expect([one.participant.hasLeft, hears(two.line)]).toEqual([false, true])
  })

  test('who cannot be given what it waits with is not let in', async () => {
    const { participant } = join({ callback, wait: { ...music, url: 'http://none' } })
    expect(await participant.left).toBe('participant_add_failed')
  })
})

describe('coaching', () => {
  test('the coach hears all, only the coached one hears the coach', () => {
    const [agent, customer] = [join({ callback }), join()]
    agent.line.says = customer.line.says = undefined
    const coach = join({ coach: agent.leg.sid })
    expect([hears(agent.line), hears(customer.line)]).toEqual([true, false])
    customer.line.says = coach.line.says
    expect(hears(coach.line)).toBe(true)
    customer.line.says = undefined
    conference.update(coach.participant, { coach: null })
    expect(hears(customer.line)).toBe(true)
    expect(events().at(-1)).toBe('participant-modify')
  })

  test('a coach whose agent has left is heard by nobody', () => {
    const [agent, customer] = [join(), join()]
    customer.line.says = undefined
    join({ coach: agent.leg.sid })
    conference.leave(agent.participant, 'participant_updated_via_api')
    expect(hears(customer.line)).toBe(false)
  })

  test('nobody to coach is 13240', () => {
    const { participant } = join()
    const refusal = expect.objectContaining({ code: 13240 })
    expect(() => join({ coach: 'CA0' })).toThrow(refusal)
    expect(() => conference.update(participant, { coach: 'CA0' })).toThrow(refusal)
  })
})

describe('announcements and beeps', () => {
  const all = new Set([...EVENTS, 'announcement', 'speaker'])
  const quiet = () => {
    const members = [join({ callback: { ...callback, events: all } }), join()]
    for (const { line } of members) line.says = undefined
    return members
  }
  const play = async (ticks: number) => {
    for (let tick = 0; tick < ticks; tick++) clock.tick()
    await settle()
  }

  test('one for all is heard by all, one for somebody by that one; both report their end', async () => {
    const [one, two] = quiet()
    conference.announce({ url: 'http://news', method: 'POST' })
    await settle()
    expect([hears(one!.line), hears(two!.line)]).toEqual([true, true])
    await play(60)
    expect(sent.at(-1)!.fields).toMatchObject({ StatusCallbackEvent: 'announcement-end', AnnounceUrl: 'http://news' })
    conference.announce({ url: 'http://whisper', method: 'POST' }, two!.participant)
    await settle()
    expect([hears(one!.line), hears(two!.line)]).toEqual([false, true])
    await play(60)
    expect(sent.at(-1)!.fields).toMatchObject({ StatusCallbackEvent: 'announcement-end', CallSid: two!.leg.sid })
  })

  test('one for somebody who only rings is heard by nobody', async () => {
    const [one] = quiet()
    const ringing = conference.add(talker().leg, usual)
    conference.announce({ url: 'http://whisper', method: 'POST' }, ringing)
    await settle()
    expect([hears(one!.line), events().at(-1)]).toEqual([false, 'announcement-fail'])
  })

  test('one that cannot be had reports why', async () => {
    quiet()
    conference.announce({ url: 'http://none', method: 'POST' })
    await settle()
    expect(sent.at(-1)!.fields).toMatchObject({
      StatusCallbackEvent: 'announcement-fail',
      ReasonAnnouncementFailed: 'Error: nothing there',
    })
  })

  test('a beep is heard when asked for, on coming and on going', async () => {
    const [one] = quiet()
    const silent = join()
    silent.line.says = undefined
    expect(hears(one!.line)).toBe(false)
    const loud = join({ beepOnEnter: true, beepOnExit: true })
    loud.line.says = undefined
    await settle()
    expect(hears(one!.line)).toBe(true)
    for (let tick = 0; tick < 20; tick++) clock.tick()
    expect(hears(one!.line)).toBe(false)
    conference.leave(loud.participant, 'participant_hung_up')
    await settle()
    expect(hears(one!.line)).toBe(true)
  })

  test('speech is reported when it begins and when it has ended for a second', async () => {
    const [one] = quiet()
    one!.line.says = () => new Uint8Array(160).fill(0x80)
    await play(10)
    one!.line.says = undefined
    await play(60)
    expect(sent.slice(-2).map(({ fields }) => [fields.StatusCallbackEvent, fields.CallSid])).toEqual([
      ['participant-speech-start', one!.leg.sid],
      ['participant-speech-stop', one!.leg.sid],
    ])
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
