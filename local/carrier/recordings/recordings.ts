import type { MediaClock } from '../clock.ts'
import type { Leg } from '../leg.ts'
import { rfc2822 } from '../rfc2822.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'
import { Recording, type RecordingPlan, type RecordingSource } from './recording.ts'

/** About seven hours of one channel; beyond that the oldest files go. */
const MOST_BYTES = 200 * 1024 * 1024
const KEPT = 2000

/** Takes both channels of something that is not a leg; gives a way to stop. */
export type Source = (add: (first: Uint8Array, second: Uint8Array) => void) => () => void

/** Every recording of this carrier, in memory. */
export class Recordings {
  readonly all = new Map<string, Recording>()
  readonly #clock: MediaClock
  readonly #webhooks: Webhooks
  /** Where media are fetched: this carrier's own address. */
  readonly #baseUrl: () => string
  readonly #mostBytes: number

  constructor(clock: MediaClock, webhooks: Webhooks, baseUrl: () => string, mostBytes = MOST_BYTES) {
    this.#clock = clock
    this.#webhooks = webhooks
    this.#baseUrl = baseUrl
    this.#mostBytes = mostBytes
  }

  /** Records a connected leg until it ends or is stopped: channel 1 is what its party says, channel 2 what it hears. */
  start(source: RecordingSource, { leg, ...plan }: RecordingPlan & { leg: Leg }): Recording {
    const owner = { accountSid: leg.plan.accountSid, source, callSid: leg.sid }
    // A single direction is always mono.
    const recording = this.#keep(owner, plan.track === 'both' ? plan : { ...plan, channels: 1 })
    recording.listen((add) => leg.line.follow(this.#clock, add))
    leg.once('ended', () => recording.stop())
    return recording
  }

  /** Records a conference; whoever ends the conference stops it. */
  startConference(accountSid: string, conferenceSid: string, plan: RecordingPlan, source: Source): Recording {
    const recording = this.#keep({ accountSid, source: 'Conference', conferenceSid }, plan)
    recording.listen(source)
    return recording
  }

  /** Where a recording's file is. */
  urlOf({ sid, owner }: Recording): string {
    return `${this.#baseUrl()}/2010-04-01/Accounts/${owner.accountSid}/Recordings/${sid}`
  }

  #keep(owner: Recording['owner'], plan: RecordingPlan): Recording {
    const recording: Recording = new Recording(owner, plan, () => {
      this.#report(recording)
      this.#dropOldest()
    })
    this.all.set(recording.sid, recording)
    this.#dropOldest()
    this.#report(recording)
    return recording
  }

  #report(recording: Recording): void {
    const { owner, plan, status } = recording
    if (!plan.callback?.events.has(status)) return
    const send = this.#webhooks.outbox({
      accountSid: owner.accountSid,
      ...(owner.callSid && { callSid: owner.callSid }),
    })
    send(plan.callback, this.#fields(recording))
  }

  #fields(recording: Recording): Fields {
    const { sid, owner, plan, status, createdAt, durationS } = recording
    return {
      AccountSid: owner.accountSid,
      ...(owner.callSid !== undefined && { CallSid: owner.callSid }),
      ...(owner.conferenceSid !== undefined && { ConferenceSid: owner.conferenceSid }),
      RecordingSid: sid,
      RecordingUrl: this.urlOf(recording),
      RecordingStatus: status,
      ...(status === 'completed' && { RecordingDuration: String(durationS) }),
      // Documented as 1 for conferences, whatever is stored.
      RecordingChannels: owner.conferenceSid === undefined ? String(plan.channels) : '1',
      RecordingStartTime: rfc2822(createdAt),
      RecordingSource: owner.source,
      RecordingTrack: plan.track,
      ErrorCode: '0',
    }
  }

  /** Files only: what runs or is being made into a file stays. */
  #dropOldest(): void {
    let bytes = [...this.all.values()].reduce((sum, recording) => sum + recording.bytes, 0)
    for (const [sid, recording] of this.all) {
      if (bytes <= this.#mostBytes && this.all.size <= KEPT) return
      if (!recording.isFinished) continue
      bytes -= recording.bytes
      recording.delete()
      if (this.all.size > KEPT) this.all.delete(sid)
    }
  }
}
