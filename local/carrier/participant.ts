import type { WaitSound } from './conference-sounds.ts'
import type { Leg } from './leg.ts'
import type { Party } from './ports.ts'
import type { RecordingPlan } from './recordings/recording.ts'
import type { Member } from './room.ts'
import type { Fields } from './webhooks/sign.ts'
import type { Callback } from './webhooks/webhooks.ts'

export type LeaveReason =
  | 'participant_hung_up'
  | 'participant_updated_via_api'
  | 'participant_add_failed'
  | 'moderator_ended_conference'
  | 'conference_ended_via_api'

export interface ParticipantPlan {
  label?: string
  muted: boolean
  startOnEnter: boolean
  endOnExit: boolean
  maxParticipants: number
  callback?: Callback
  beepOnEnter?: boolean
  beepOnExit?: boolean
  /** Heard until the conference starts; silence when undefined. */
  wait?: WaitSound | undefined
  /** The CallSid of the only participant who hears this one. */
  coach?: string | undefined
  /** The conference is recorded from its start. */
  record?: RecordingPlan
  /** Its end in the conference where that is not the leg's own line: an application's. */
  party?: Party
}

/** What may be changed while it is in. `coach: null` ends coaching; `wait: null` makes waiting silent. */
export interface ParticipantChange {
  muted?: boolean | undefined
  hold?: boolean | undefined
  holdSound?: WaitSound | undefined
  endOnExit?: boolean | undefined
  beepOnExit?: boolean | undefined
  wait?: WaitSound | null | undefined
  coach?: string | null | undefined
}

export type ParticipantStatus = 'queued' | 'connecting' | 'ringing' | 'connected' | 'complete' | 'failed'

/** A leg's place in a conference, from the moment it is dialled for it until it leaves. */
export class Participant {
  readonly leg: Leg
  readonly plan: ParticipantPlan
  readonly createdAt = Date.now()
  updatedAt = this.createdAt
  hold = false
  holdSound: WaitSound = 'music'
  /** It was connected; before that it rings. */
  isIn = false
  hasLeft = false
  sound: Member | undefined
  readonly left: Promise<LeaveReason>
  #resolveLeft: (reason: LeaveReason) => void = () => {}

  constructor(leg: Leg, plan: ParticipantPlan) {
    this.leg = leg
    this.plan = { ...plan }
    this.left = new Promise((resolve) => {
      this.#resolveLeft = resolve
    })
  }

  get status(): ParticipantStatus {
    switch (this.leg.status) {
      case 'queued':
        return 'queued'
      case 'initiated':
        return 'connecting'
      case 'ringing':
        return 'ringing'
      case 'in-progress':
        return 'connected'
      case 'completed':
        return 'complete'
      default:
        return 'failed'
    }
  }

  /** Where its sound goes to and comes from. */
  get party(): Party {
    return this.plan.party ?? this.leg.line
  }

  /** Applies a change and names the events it is reported by. */
  change({ muted, hold, holdSound, ...rest }: ParticipantChange): string[] {
    const events: string[] = []
    if (muted !== undefined && muted !== this.plan.muted) {
      this.plan.muted = muted
      events.push(muted ? 'participant-mute' : 'participant-unmute')
    }
    if (hold !== undefined && hold !== this.hold) {
      this.hold = hold
      events.push(hold ? 'participant-hold' : 'participant-unhold')
    }
    if (holdSound !== undefined || events.includes('participant-hold')) this.holdSound = holdSound ?? 'music'
    if (this.#modify(rest)) events.push('participant-modify')
    if (events.length > 0) this.updatedAt = Date.now()
    return events
  }

  #modify({ endOnExit, beepOnExit, wait, coach }: ParticipantChange): boolean {
    const { plan } = this
    const before = [plan.endOnExit, plan.beepOnExit, plan.wait, plan.coach]
    plan.endOnExit = endOnExit ?? plan.endOnExit
    plan.beepOnExit = beepOnExit ?? plan.beepOnExit
    if (wait !== undefined) plan.wait = wait ?? undefined
    if (coach !== undefined) plan.coach = coach ?? undefined
    return [plan.endOnExit, plan.beepOnExit, plan.wait, plan.coach].some((value, index) => value !== before[index])
  }

  /** `coached` is the one its plan names; a coach whose agent is gone is heard by nobody. */
  applySound(open: boolean, coached?: Participant): void {
    if (!this.sound) return
    this.sound.onlyFor = coached?.sound
    this.sound.muted = (this.plan.muted && this.isIn) || (this.plan.coach !== undefined && !coached?.sound)
    this.sound.hold = this.hold || !open
  }

  leave(reason: LeaveReason): void {
    this.hasLeft = true
    this.sound?.leave()
    this.#resolveLeft(reason)
  }

  fields(): Fields {
    return {
      CallSid: this.leg.sid,
      Muted: String(this.plan.muted),
      Hold: String(this.hold),
      Coaching: String(this.plan.coach !== undefined),
      EndConferenceOnExit: String(this.plan.endOnExit),
      StartConferenceOnEnter: String(this.plan.startOnEnter),
      ...(this.plan.label !== undefined && { ParticipantLabel: this.plan.label }),
    }
  }
}
