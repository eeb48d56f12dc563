import type { CarrierAccount } from '../accounts.ts'
import type { MediaClock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { Leg } from '../leg.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'
import { MediaStream, type StreamEvent } from './media-stream.ts'
import { StreamError, type StreamPlan } from './plan.ts'

interface StreamsParts {
  accounts: ReadonlyMap<string, CarrierAccount>
  clock: MediaClock
  journal: Journal
  webhooks: Webhooks
}

const MOST_TRACKS = 4
/** Streams that are over stay known that long in number, for REST. */
const KEPT = 1000

/** Every media stream of this carrier. */
export class Streams {
  readonly #all = new Map<string, MediaStream>()
  readonly #parts: StreamsParts

  constructor(parts: StreamsParts) {
    this.#parts = parts
  }

  /** A call's stream by SID or by name, also one that is over; of a name used again the last. */
  find(leg: Leg, key: string): MediaStream | undefined {
    return [...this.#all.values()].findLast(
      (stream) => stream.leg === leg && (stream.sid === key || stream.plan.name === key),
    )
  }

  /**
   * Opens a stream of a connected leg. Throws StreamError 31941 for more than one bidirectional stream, more than four
   * tracks, or a name in use. [unverified code]
   */
  start(leg: Leg, plan: StreamPlan): MediaStream {
    this.#check(leg, plan)
    const { clock, accounts } = this.#parts
    const { authToken } = accounts.get(leg.plan.accountSid)!
    const send = this.#parts.webhooks.outbox({ accountSid: leg.plan.accountSid, callSid: leg.sid })
    const stream: MediaStream = new MediaStream(leg, plan, {
      clock,
      authToken,
      report: (event, error) => {
        this.#note(leg, event, stream.sid, error)
        if (plan.callback) send(plan.callback, statusFields(leg, { sid: stream.sid, plan, event, error }))
      },
    })
    this.#all.set(stream.sid, stream)
    for (const [sid, { isOver }] of this.#all) {
      if (this.#all.size <= KEPT) break
      if (isOver) this.#all.delete(sid)
    }
    return stream
  }

  /** Kills the connections of all streams; gives how many. */
  cut(): number {
    return [...this.#all.values()].filter((stream) => stream.cut()).length
  }

  /** Tells of a stream that never was. */
  refuse(leg: Leg, error: StreamError, { name, callback }: Pick<StreamPlan, 'name' | 'callback'>): void {
    this.#note(leg, 'stream-error', undefined, error)
    if (!callback) return
    const send = this.#parts.webhooks.outbox({ accountSid: leg.plan.accountSid, callSid: leg.sid })
    send(callback, statusFields(leg, { sid: '', plan: { name }, event: 'stream-error', error }))
  }

  #note(leg: Leg, event: StreamEvent, streamSid: string | undefined, error: StreamError | undefined): void {
    const what = error && { code: error.code, message: error.message }
    this.#parts.journal.write(event, { callSid: leg.sid, ...(streamSid && { streamSid }), ...what })
  }

  #check(leg: Leg, { bidirectional, tracks, name }: StreamPlan): void {
    const live = [...this.#all.values()].filter((stream) => stream.leg === leg && !stream.isOver)
    if (name !== undefined && live.some(({ plan }) => plan.name === name)) {
      throw new StreamError(31941, `the name ${name} is in use`)
    }
    const alike = live.filter(({ plan }) => plan.bidirectional === bidirectional)
    if (bidirectional && alike.length > 0) throw new StreamError(31941, 'a call has one bidirectional stream')
    const used = alike.reduce((sum, { plan }) => sum + plan.tracks.length, 0)
    if (used + tracks.length > MOST_TRACKS) throw new StreamError(31941, `a call streams ${MOST_TRACKS} tracks`)
  }
}

interface Status {
  sid: string
  plan: Pick<StreamPlan, 'name'>
  event: StreamEvent
  error?: StreamError | undefined
}

function statusFields(leg: Leg, { sid, plan, event, error }: Status): Fields {
  return {
    AccountSid: leg.plan.accountSid,
    CallSid: leg.sid,
    StreamSid: sid,
    StreamName: plan.name ?? sid,
    StreamEvent: event,
    ...(error && { StreamError: `${error.code}: ${error.message}` }),
    Timestamp: new Date().toISOString(),
  }
}
