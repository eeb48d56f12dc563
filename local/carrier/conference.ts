import { newSid } from '#lib/ids.ts'
import type { Leg } from './leg.ts'
import { type LeaveReason, Participant, type ParticipantPlan } from './participant.ts'
import { rfc2822 } from './rfc2822.ts'
import type { Room } from './room.ts'
import type { Fields } from './webhooks/sign.ts'
import type { Callback, Endpoint } from './webhooks/webhooks.ts'

export type ConferenceStatus = 'init' | 'in-progress' | 'completed'
export type EndReason =
  | 'conference-ended-via-api'
  | 'last-participant-left'
  | 'last-participant-kicked'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'

/** Which word of a statusCallbackEvent list asks for an event. */
const ASKED_AS: Record<string, string> = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
}

/** A participant that cannot be added: 16025 its label is taken, 16020 the conference is full. */
export class ConferenceRefusal extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * A named room of an account. Starts when two are in and one of them may start it; ends with its last participant, with
 * one that ends it on exit, or by REST. init -> in-progress -> completed
 */
export class Conference {
  readonly sid = newSid('CF')
  readonly accountSid: string
  readonly name: string
  readonly createdAt = Date.now()
  updatedAt = this.createdAt
  status: ConferenceStatus = 'init'
  endReason: EndReason | undefined
  endedBy: Participant | undefined
  readonly #room: Room
  readonly #send: (endpoint: Endpoint, fields: Fields) => void
  readonly #participants = new Map<string, Participant>()
  #callback: Callback | undefined
  /** Somebody who may start it has come: until then those inside hear nothing of each other. */
  #open = false
  #sequence = 0

  constructor(accountSid: string, name: string, room: Room, send: (endpoint: Endpoint, fields: Fields) => void) {
    this.accountSid = accountSid
    this.name = name
    this.#room = room
    this.#send = send
  }

  get isOver(): boolean {
    return this.status === 'completed'
  }

  get participants(): Participant[] {
    return [...this.#participants.values()]
  }

  /** By CallSid or label. */
  find(key: string): Participant | undefined {
    return this.#participants.get(key) ?? this.participants.find(({ plan }) => plan.label === key)
  }

  /** Takes a leg on, ringing or about to enter. Only the first one's callback counts. Throws ConferenceRefusal. */
  add(leg: Leg, plan: ParticipantPlan): Participant {
    const { label, maxParticipants } = plan
    if (label !== undefined && this.find(label)) throw new ConferenceRefusal(16025, `the label ${label} is taken`)
    if (this.#participants.size >= maxParticipants) throw new ConferenceRefusal(16020, 'the conference is full')
    if (this.#participants.size === 0) this.#callback ??= plan.callback
    const participant = new Participant(leg, plan)
    this.#participants.set(leg.sid, participant)
    leg.on('digit', (digit) => {
      if (!participant.isIn || participant.hasLeft) return
      for (const other of this.participants)
        if (other !== participant && other.isIn) other.leg.line.receiveDigit?.(digit)
    })
    leg.once('ended', () => {
      this.leave(participant, participant.isIn ? 'participant_hung_up' : 'participant_add_failed')
    })
    return participant
  }

  /** Those inside hear a ringing participant: its ringing tone or an announcement. */
  hearEarly(participant: Participant): void {
    if (participant.hasLeft || participant.isIn) return
    participant.sound = this.#room.join(participant.leg.line, { hears: false, hold: !this.#open })
  }

  /** The participant is connected. */
  enter(participant: Participant): void {
    if (participant.hasLeft) return
    participant.sound?.leave()
    participant.sound = this.#room.join(participant.leg.line)
    participant.isIn = true
    this.#open ||= participant.plan.startOnEnter
    for (const each of this.#participants.values()) each.applySound(this.#open)
    this.#report('participant-join', participant.fields())
    if (this.status === 'init' && this.#open && this.participants.filter(({ isIn }) => isIn).length > 1) this.#start()
  }

  /** Takes a participant out; harmless when it has left. The conference may end by it. */
  leave(participant: Participant, reason: LeaveReason): void {
    if (!this.#participants.delete(participant.leg.sid)) return
    participant.leave(reason)
    this.#report('participant-leave', {
      ...participant.fields(),
      ParticipantCallStatus: participant.leg.status,
      ReasonParticipantLeft: reason,
    })
    if (this.isOver) return
    const kicked = reason === 'participant_updated_via_api'
    if (participant.isIn && participant.plan.endOnExit) {
      this.end(`participant-with-end-conference-on-exit-${kicked ? 'kicked' : 'left'}`, participant)
    } else if (this.#participants.size === 0) {
      this.end(`last-participant-${kicked ? 'kicked' : 'left'}`, participant)
    }
  }

  /** Ends it: everybody leaves, then the end is reported. */
  end(reason: EndReason, by?: Participant): void {
    if (this.isOver) return
    this.#become('completed')
    this.endReason = reason
    this.endedBy = by
    const why = reason === 'conference-ended-via-api' ? 'conference_ended_via_api' : 'moderator_ended_conference'
    for (const participant of this.participants) this.leave(participant, why)
    this.#report('conference-end', {
      ...(by && { CallSidEndingConference: by.leg.sid }),
      ...(by?.plan.label !== undefined && { ParticipantLabelEndingConference: by.plan.label }),
      Reason: reason.replaceAll('-', ' '),
      ReasonConferenceEnded: reason,
    })
  }

  /** Changes what is given, one event per real change. */
  update(participant: Participant, change: { muted?: boolean; hold?: boolean; endOnExit?: boolean }): void {
    const events = participant.change(change)
    participant.applySound(this.#open)
    for (const event of events) this.#report(event, participant.fields())
  }

  #start(): void {
    this.#become('in-progress')
    this.#report('conference-start', {})
  }

  #become(status: ConferenceStatus): void {
    this.status = status
    this.updatedAt = Date.now()
  }

  #report(event: string, fields: Fields): void {
    if (!this.#callback?.events.has(ASKED_AS[event]!)) return
    this.#sequence += 1
    this.#send(this.#callback, {
      ConferenceSid: this.sid,
      FriendlyName: this.name,
      AccountSid: this.accountSid,
      SequenceNumber: String(this.#sequence),
      Timestamp: rfc2822(Date.now()),
      StatusCallbackEvent: event,
      ...fields,
    })
  }
}
