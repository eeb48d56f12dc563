import { z } from 'zod'
import { ConferenceRefusal } from '../conference.ts'
import { interrupted } from '../leg.ts'
import type { ParticipantPlan } from '../participant.ts'
import type { Fields } from '../webhooks/sign.ts'
import { flag, method, words } from './attributes.ts'
import { type Element, noChildren, readAttributes, TwimlError } from './parse.ts'
import type { Run } from './verb.ts'

export const CONFERENCE_EVENTS = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const

/** beep, waitUrl and the jitter buffer are accepted and change nothing here: no sound is played to who waits. */
const Attributes = z.strictObject({
  muted: flag.default(false),
  beep: z.enum(['true', 'false', 'onEnter', 'onExit']).default('true'),
  startConferenceOnEnter: flag.default(true),
  endConferenceOnExit: flag.default(false),
  participantLabel: z.string().max(128).optional(),
  jitterBufferSize: z.enum(['off', 'small', 'medium', 'large']).default('large'),
  maxParticipants: z.coerce.number().int().min(2).max(250).default(250),
  waitUrl: z.string().optional(),
  waitMethod: method,
  statusCallback: z.string().optional(),
  statusCallbackEvent: words(CONFERENCE_EVENTS).default([]),
  statusCallbackMethod: method,
})

/** <Conference>: answers and joins until it leaves. Gives the action's fields; undefined when it could not join. */
export async function dialConference(run: Run, dial: Element): Promise<Fields | undefined> {
  const [noun, second] = dial.children
  if (!noun || second) throw new TwimlError(12200, '<Conference> stands alone inside <Dial>')
  noChildren(noun)
  const plan = readPlan(noun)
  const { exchange, leg, signal } = run
  leg.answer()
  const conference = exchange.openConference(leg.plan.accountSid, noun.text)
  try {
    const participant = conference.add(leg, plan)
    conference.enter(participant)
    await Promise.race([participant.left, interrupted(signal)])
    conference.leave(participant, 'participant_updated_via_api')
  } catch (error) {
    if (!(error instanceof ConferenceRefusal)) throw error
    exchange.journal.write('twiml-error', { callSid: leg.sid, code: error.code, message: error.message })
    return undefined
  }
  return { DialCallStatus: 'answered', DialBridged: 'true' }
}

function readPlan(noun: Element): ParticipantPlan {
  const read = readAttributes(Attributes, noun, 16002)
  return {
    muted: read.muted,
    startOnEnter: read.startConferenceOnEnter,
    endOnExit: read.endConferenceOnExit,
    maxParticipants: read.maxParticipants,
    ...(read.participantLabel !== undefined && { label: read.participantLabel }),
    ...(read.statusCallback !== undefined && {
      callback: {
        url: read.statusCallback,
        method: read.statusCallbackMethod,
        events: new Set(read.statusCallbackEvent),
      },
    }),
  }
}
