import type { Leg } from './leg.ts'
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
}

export type ParticipantStatus = 'queued' | 'connecting' | 'ringing' | 'connected' | 'complete' | 'failed'

/** A leg's place in a conference, from the moment it is dialled for it until it leaves. */
export class Participant {
  readonly leg: Leg
  readonly plan: ParticipantPlan
  readonly createdAt = Date.now()
  updatedAt = this.createdAt
  hold = false
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

  /** Applies a change and names the events it is reported by. */
  change({ muted, hold, endOnExit }: { muted?: boolean; hold?: boolean; endOnExit?: boolean }): string[] {
    const events: string[] = []
    if (muted !== undefined && muted !== this.plan.muted) {
      this.plan.muted = muted
      events.push(muted ? 'participant-mute' : 'participant-unmute')
    }
    if (hold !== undefined && hold !== this.hold) {
      this.hold = hold
      events.push(hold ? 'participant-hold' : 'participant-unhold')
    }
    if (endOnExit !== undefined && endOnExit !== this.plan.endOnExit) {
      this.plan.endOnExit = endOnExit
      events.push('participant-modify')
    }
    if (events.length > 0) this.updatedAt = Date.now()
    return events
  }

  applySound(open: boolean): void {
    if (!this.sound) return
    this.sound.muted = this.plan.muted && this.isIn
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
      Coaching: 'false',
      EndConferenceOnExit: String(this.plan.endOnExit),
      StartConferenceOnEnter: String(this.plan.startOnEnter),
      ...(this.plan.label !== undefined && { ParticipantLabel: this.plan.label }),
    }
  }
}
