import type { CarrierAccount } from './accounts.ts'
import type { MediaClock } from './clock.ts'
import { Conference } from './conference.ts'
import { conferenceParts } from './conference-parts.ts'
import { Faults } from './faults.ts'
import { Journal } from './journal.ts'
import { Leg, type LegPlan } from './leg.ts'
import { Pacer } from './pacer.ts'
import type { Line, Phones, Signalling } from './ports.ts'
import { Queues } from './queue.ts'
import { Recordings } from './recordings/recordings.ts'
import { type ApiKey, type Application, type CallerId, newApplication, newKey, type OwnedNumber } from './resources.ts'
import { Streams } from './streams/streams.ts'
import { reportProgress } from './webhooks/status-callback.ts'
import { type Callback, Webhooks } from './webhooks/webhooks.ts'

export interface ExchangeParts {
  accounts: readonly CarrierAccount[]
  clock: MediaClock
  signalling: Signalling
  phones: Phones
  /** Text as sound, mu-law frames. */
  speak: (text: string) => Promise<Uint8Array[]>
  callsPerSecond: number
  /** Mistakes in TwiML are passed over with a warning, as the real carrier does; else they fail the call. */
  lenient?: boolean | undefined
  delays?: Partial<Delays> | undefined
}

/** The moment whose calls and conferences reads show: late by as much as was set. */
export const readMoment = ({ delays }: Exchange): number => Date.now() - delays.readMs

/** The real carrier's leisure, to be set: an accepted change of a call acts later, reads show what was a while ago. */
export interface Delays {
  updateMs: number
  readMs: number
}

/** Ended legs and conferences stay readable over REST until that many newer ones came. */
const KEPT = 2000

/** Everything the carrier knows: accounts, what they own, and the calls and conferences of now and a while ago. */
export class Exchange {
  readonly parts: ExchangeParts
  readonly accounts: ReadonlyMap<string, CarrierAccount>
  readonly applications = new Map<string, Application>()
  readonly numbers = new Map<string, OwnedNumber>()
  readonly callerIds = new Map<string, CallerId>()
  readonly keys = new Map<string, ApiKey>()
  readonly legs = new Map<string, Leg>()
  readonly conferences = new Map<string, Conference>()
  readonly queues = new Queues()
  readonly journal = new Journal()
  readonly faults = new Faults(this.journal)
  readonly webhooks: Webhooks
  readonly pacer: Pacer
  /** How late things are on purpose, milliseconds. */
  readonly delays: Delays
  readonly #reports = new WeakMap<Leg, (next: Callback) => void>()
  readonly recordings: Recordings
  readonly streams: Streams
  /** Where this carrier is reached, once it listens. */
  baseUrl = 'http://localhost'

  constructor(parts: ExchangeParts) {
    this.parts = parts
    this.accounts = new Map(parts.accounts.map((account) => [account.sid, account]))
    this.webhooks = new Webhooks(this.accounts, this.journal, this.faults)
    this.delays = { updateMs: 0, readMs: 0, ...parts.delays }
    this.pacer = new Pacer(parts.callsPerSecond)
    this.recordings = new Recordings(parts.clock, this.webhooks, () => this.baseUrl)
    const { accounts, journal, webhooks } = this
    this.streams = new Streams({ accounts, clock: parts.clock, journal, webhooks })
    for (const { sid, appSid, keySid } of parts.accounts) {
      this.applications.set(appSid, newApplication(sid, 'Voice application', appSid))
      this.keys.set(keySid, newKey(sid, 'Local carrier key', keySid))
    }
  }

  /** A new leg, known to REST from now on; its progress goes to the callback if there is one. */
  newLeg(plan: LegPlan, callback?: Callback): Leg {
    const leg = new Leg(plan)
    this.legs.set(leg.sid, leg)
    forgetOldest(this.legs, (old) => old.isEnded)
    if (callback) this.#reports.set(leg, reportProgress(leg, callback, this.webhooks))
    return leg
  }

  /** Reports a leg's progress to somebody else from now on. */
  reportTo(leg: Leg, callback: Callback): void {
    const change = this.#reports.get(leg)
    if (change) change(callback)
    else this.#reports.set(leg, reportProgress(leg, callback, this.webhooks))
  }

  /** Dials a leg's `to` now: a browser by its identity, a phone or an owned number by its digits. */
  dial(leg: Leg, params: Record<string, string> = {}, connect = () => this.#lineTo(leg, params)): void {
    leg.dial(connect)
  }

  /** Dials once the account's calls per second allow it; the leg is queued until then and may be ended there. */
  dialPaced(leg: Leg, params: Record<string, string>, ringMs: number, connect?: () => Line): void {
    const { waitMs, cancel } = this.pacer.enqueue(leg.plan.accountSid, () => {
      leg.ringFor(ringMs)
      this.dial(leg, params, connect)
    })
    leg.queueMs = waitMs
    leg.once('ended', cancel)
  }

  /** The account's live conference of that name, or undefined. */
  liveConference(accountSid: string, name: string): Conference | undefined {
    return [...this.conferences.values()].find(
      (conference) => !conference.isOver && conference.accountSid === accountSid && conference.name === name,
    )
  }

  /** The live conference of that name; a new one when there is none. */
  openConference(accountSid: string, name: string): Conference {
    const live = this.liveConference(accountSid, name)
    if (live) return live
    const conference = new Conference(accountSid, name, (made) => conferenceParts(this, made))
    this.conferences.set(conference.sid, conference)
    forgetOldest(this.conferences, (old) => old.isOver)
    return conference
  }

  /** The number with that E.164 form, whichever account owns it. */
  ownedNumber(phoneNumber: string): OwnedNumber | undefined {
    return [...this.numbers.values()].find((number) => number.phoneNumber === phoneNumber)
  }

  /** Whether a phone may be shown that number: the account owns it or has verified that it is its own. */
  mayShow(accountSid: string, phoneNumber: string): boolean {
    if (this.ownedNumber(phoneNumber)?.accountSid === accountSid) return true
    return [...this.callerIds.values()].some((id) => id.accountSid === accountSid && id.phoneNumber === phoneNumber)
  }

  /** Ends every call. */
  endAll(): void {
    for (const leg of this.legs.values()) leg.end()
  }

  #lineTo(leg: Leg, params: Record<string, string>): Line | undefined {
    const { accountSid, from, to } = leg.plan
    if (to.startsWith('client:')) {
      return this.parts.signalling.invite({ accountSid, identity: to.slice(7), callSid: leg.sid, from, to, params })
    }
    if (!/^\+\d{7,15}$/.test(to)) return undefined
    return this.parts.phones.dial({ callSid: leg.sid, from, to })
  }
}

function forgetOldest<T>(kept: Map<string, T>, isOver: (entry: T) => boolean): void {
  for (const [sid, entry] of kept) {
    if (kept.size <= KEPT) return
    if (isOver(entry)) kept.delete(sid)
  }
}
