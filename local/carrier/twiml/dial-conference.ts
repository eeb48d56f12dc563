import { z } from 'zod'
import { ConferenceRefusal } from '../conference.ts'
import { waitSound } from '../conference-sounds.ts'
import { interrupted } from '../leg.ts'
import type { ParticipantPlan } from '../participant.ts'
import { RECORDING_EVENTS } from '../recordings/recording.ts'
import type { Fields } from '../webhooks/sign.ts'
import { flag, method, words } from './attributes.ts'
import { resolveUrl } from './fetch.ts'
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

/** The jitter buffer and the region are accepted and change nothing here. */
export const Attributes = z.strictObject({
  muted: flag.default(false),
  beep: z.enum(['true', 'false', 'onEnter', 'onExit']).default('true'),
  startConferenceOnEnter: flag.default(true),
  endConferenceOnExit: flag.default(false),
  participantLabel: z.string().max(128).optional(),
  jitterBufferSize: z.enum(['off', 'small', 'medium', 'large']).default('large'),
  maxParticipants: z.coerce.number().int().min(2).max(250).default(250),
  waitUrl: z.string().optional(),
  waitMethod: method,
  coach: z.string().optional(),
  record: z.enum(['do-not-record', 'record-from-start']).default('do-not-record'),
  trim: z.enum(['trim-silence', 'do-not-trim']).default('trim-silence'),
  recordingStatusCallback: z.string().optional(),
  recordingStatusCallbackEvent: words(RECORDING_EVENTS).default(['completed']),
  recordingStatusCallbackMethod: method,
  region: z.string().optional(),
  statusCallback: z.string().optional(),
  statusCallbackEvent: words(CONFERENCE_EVENTS).default([]),
  statusCallbackMethod: method,
})

/** <Conference>: answers and joins until it leaves. Gives the action's fields; undefined when it could not join. */
export async function dialConference(run: Run, dial: Element): Promise<Fields | undefined> {
  const [noun, second] = dial.children
  if (!noun || second) throw new TwimlError(12200, '<Conference> stands alone inside <Dial>')
  noChildren(noun)
  const plan = readPlan(run, noun)
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
    conference.endIfEmpty()
    return error.code === 13240 ? { DialCallStatus: 'failed', DialBridged: 'false' } : undefined
  }
  return { DialCallStatus: 'answered', DialBridged: 'true' }
}

function readPlan({ document }: Run, noun: Element): ParticipantPlan {
  const read = readAttributes(Attributes, noun, 16002)
  return {
    muted: read.muted,
    startOnEnter: read.startConferenceOnEnter,
    endOnExit: read.endConferenceOnExit,
    maxParticipants: read.maxParticipants,
    beepOnEnter: read.beep === 'true' || read.beep === 'onEnter',
    beepOnExit: read.beep === 'true' || read.beep === 'onExit',
    wait: waitSound(read.waitUrl && resolveUrl(document, read.waitUrl), read.waitMethod),
    coach: read.coach,
    ...(read.participantLabel !== undefined && { label: read.participantLabel }),
    ...(read.statusCallback !== undefined && {
      callback: {
        url: resolveUrl(document, read.statusCallback),
        method: read.statusCallbackMethod,
        events: new Set(read.statusCallbackEvent),
      },
    }),
    ...(read.record === 'record-from-start' && {
      record: {
        channels: 2,
        track: 'both',
        trim: read.trim === 'trim-silence',
        callback: read.recordingStatusCallback
          ? {
              url: resolveUrl(document, read.recordingStatusCallback),
              method: read.recordingStatusCallbackMethod,
              events: new Set(read.recordingStatusCallbackEvent),
            }
          : undefined,
      },
    }),
  }
}
