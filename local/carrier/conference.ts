import { newSid } from '#lib/ids.ts'
import { ConferenceSounds, type Studio } from './conference-sounds.ts'
import type { Leg } from './leg.ts'
import { type LeaveReason, Participant, type ParticipantChange, type ParticipantPlan } from './participant.ts'
import { rfc2822 } from './rfc2822.ts'
import { SpeechWatch } from './speech-watch.ts'
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
  'participant-speech-start': 'speaker',
  'participant-speech-stop': 'speaker',
  'announcement-end': 'announcement',
  'announcement-fail': 'announcement',
}

/** What a conference needs of the carrier around it. */
export interface ConferenceParts extends Studio {
  send(endpoint: Endpoint, fields: Fields): void
  /** A sound could not be had; its code if it has one. */
  failed(participant: Participant | undefined, error: unknown): string
}

/** A participant that cannot be as asked: 16025 its label is taken, 16020 the conference is full, 13240 nobody to coach. */
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
  /** Every status it had and since when, milliseconds since the epoch. */
  readonly history: { status: ConferenceStatus; at: number }[] = [{ status: 'init', at: this.createdAt }]
  endReason: EndReason | undefined
  endedBy: Participant | undefined
  readonly #parts: ConferenceParts
  readonly #sounds: ConferenceSounds
  readonly #participants = new Map<string, Participant>()
  #callback: Callback | undefined
  #watchesSpeech = false
  /** Somebody who may start it has come: until then those inside hear nothing of each other. */
  #open = false
  #first: Participant | undefined
  #sequence = 0

  constructor(accountSid: string, name: string, parts: (conference: Conference) => ConferenceParts) {
    this.accountSid = accountSid
    this.name = name
    this.#parts = parts(this)
    this.#sounds = new ConferenceSounds(this.#parts)
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

  /**
   * Takes a leg on, ringing or about to enter. Only the callback of the first to join counts; until somebody joined, that
   * of the first who was called. Throws ConferenceRefusal.
   */
  add(leg: Leg, plan: ParticipantPlan): Participant {
    const { label, maxParticipants } = plan
    if (label !== undefined && this.find(label)) throw new ConferenceRefusal(16025, `the label ${label} is taken`)
    if (this.#participants.size >= maxParticipants) throw new ConferenceRefusal(16020, 'the conference is full')
    this.#checkCoach(plan.coach)
    if (this.#participants.size === 0) this.#listenFor(plan.callback)
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
    participant.sound = this.#parts.room.join(participant.party, { hears: false, hold: !this.#open })
  }

  /** The participant is connected. */
  enter(participant: Participant): void {
    if (participant.hasLeft) return
    participant.sound?.leave()
    participant.sound = this.#parts.room.join(participant.party)
    participant.isIn = true
    if (!this.#first) this.#listenFor(participant.plan.callback)
    this.#first ??= participant
    this.#open ||= participant.plan.startOnEnter
    this.#report('participant-join', participant.fields())
    if (participant.plan.beepOnEnter) this.#sounds.beep()
    if (this.status === 'init' && this.#open && this.participants.filter(({ isIn }) => isIn).length > 1) this.#start()
    this.#applySound()
  }

  /** Takes a participant out; harmless when it has left. The conference may end by it. */
  leave(participant: Participant, reason: LeaveReason): void {
    if (!this.#participants.delete(participant.leg.sid)) return
    this.#sounds.music(participant, undefined, () => {})
    participant.leave(reason)
    if (participant.isIn && participant.plan.beepOnExit) this.#sounds.beep()
    this.#applySound()
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
    this.#sounds.end()
    for (const participant of this.participants) this.leave(participant, why)
    this.#report('conference-end', {
      ...(by && { CallSidEndingConference: by.leg.sid }),
      ...(by?.plan.label !== undefined && { ParticipantLabelEndingConference: by.plan.label }),
      Reason: reason.replaceAll('-', ' '),
      ReasonConferenceEnded: reason,
    })
  }

  /** Ends one that nobody ever got into. */
  endIfEmpty(): void {
    if (this.#participants.size === 0) this.end('last-participant-left')
  }

  /** Changes what is given, one event per real change. Throws ConferenceRefusal. */
  update(participant: Participant, change: ParticipantChange): void {
    this.#checkCoach(change.coach ?? undefined)
    const events = participant.change(change)
    this.#applySound()
    for (const event of events) this.#report(event, participant.fields())
  }

  /** Speaks what a URL sounds like to all who are not on hold, or to one. */
  announce(endpoint: Endpoint, participant?: Participant): void {
    const fields = { AnnounceUrl: endpoint.url, ...participant?.fields() }
    this.#sounds.announce(endpoint, participant).then(
      (whole) => whole && this.#report('announcement-end', fields),
      (error: unknown) => {
        const reason = this.#parts.failed(participant, error)
        this.#report('announcement-fail', { ...fields, ReasonAnnouncementFailed: reason })
      },
    )
  }

  #start(): void {
    this.#become('in-progress')
    const plan = this.participants.find(({ plan }) => plan.record)?.plan.record
    if (plan && this.#first) this.#sounds.record(plan, this.#first, () => this.participants)
    this.#report('conference-start', {})
  }

  #applySound(): void {
    for (const each of this.participants) {
      each.applySound(this.#open, each.plan.coach === undefined ? undefined : this.find(each.plan.coach))
      if (!each.isIn) continue
      const music = each.hold ? each.holdSound : this.status === 'init' ? each.plan.wait : undefined
      this.#sounds.music(each, music, (error) => this.#withoutMusic(each, error))
    }
  }

  /** Whose hold music fails is held in silence; who cannot be given what it waits with is not let in. */
  #withoutMusic(participant: Participant, error: unknown): void {
    this.#parts.failed(participant, error)
    if (!participant.hold) this.leave(participant, 'participant_add_failed')
  }

  #checkCoach(coach: string | undefined): void {
    if (coach !== undefined && !this.#participants.has(coach)) {
      throw new ConferenceRefusal(13240, `${coach} is no participant of this conference`)
    }
  }

  #listenFor(callback: Callback | undefined): void {
    this.#callback = callback ?? this.#callback
    if (this.#watchesSpeech || !this.#callback?.events.has('speaker')) return
    this.#watchesSpeech = true
    const watch = new SpeechWatch((participant, speaks) => {
      this.#report(`participant-speech-${speaks ? 'start' : 'stop'}`, participant.fields())
    })
    this.#parts.room.listen((spoken) => watch.hear(this.participants, spoken))
  }

  #become(status: ConferenceStatus): void {
    this.status = status
    this.updatedAt = Date.now()
    this.history.push({ status, at: this.updatedAt })
  }

  #report(event: string, fields: Fields): void {
    if (!this.#callback?.events.has(ASKED_AS[event]!)) return
    this.#sequence += 1
    this.#parts.send(this.#callback, {
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
