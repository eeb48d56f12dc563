import type { Exchange } from '../exchange.ts'
import type { Entry } from '../journal.ts'
import { startTestCarrier, type TestCarrier, type TestReply, until } from '../test-carrier.ts'

type Reply = TestReply | string | ((fields: Record<string, string>) => TestReply | string)
const OURS = '+442079460111'

/** Fields of a verb's request worth showing; SIDs and times differ every time. */
const SHOWN =
  'Digits FinishedOnKey SpeechResult Confidence DialCallStatus DialBridged RecordingDuration QueueResult QueuePosition CurrentQueueSize ErrorCode'.split(
    ' ',
  )

/** A carrier on which a phone calls in and meets a document, and what came of it as lines of text. */
export class Stage {
  readonly carrier: TestCarrier
  readonly #documents = new Map<string, Reply>()
  #phones = 0

  private constructor(carrier: TestCarrier) {
    this.carrier = carrier
    carrier.app.answers('/start', (fields) => {
      const reply = this.#documents.get(fields.From!) ?? ''
      const given = typeof reply === 'function' ? reply(fields) : reply
      return typeof given === 'string' ? `<Response>${given}</Response>` : given
    })
  }

  get exchange(): Exchange {
    return this.carrier.carrier.exchange
  }

  static async open(plan: Parameters<typeof startTestCarrier>[0] = {}): Promise<Stage> {
    const carrier = await startTestCarrier(plan)
    const voiceUrl = `${carrier.app.base}/start`
    await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS, voiceUrl })
    return new Stage(carrier)
  }

  freshPhone(): string {
    this.#phones += 1
    return `+4420795${String(60_000 + this.#phones)}`
  }

  /** A phone that answers at once unless told otherwise. */
  async callee(script: object = {}): Promise<string> {
    const number = this.freshPhone()
    await this.carrier.control('PUT', `/phones/${encodeURIComponent(number)}`, {
      answer: 'auto',
      afterMs: 0,
      ...script,
    })
    return number
  }

  /** The call a phone got, once it has one in that state. */
  calleeCall(number: string, state = 'answered'): Promise<{ callSid: string; digits: string; said: string[] }> {
    return until(`${number} to be ${state}`, async () => {
      const { calls } = await this.carrier.control('GET', `/phones/${encodeURIComponent(number)}`)
      return calls[0]?.state === state && calls[0]
    })
  }

  /** Waits until a phone hears a tone, and nothing else of that loudness. */
  hears(sid: string, hz: number): Promise<boolean> {
    return until(`${sid} to hear ${hz} Hz`, async () => {
      return (await this.carrier.control('GET', `/calls/${sid}/heard?hz=${hz}&ms=300`)).ratio > 0.8
    })
  }

  /** A phone calls in and meets the verbs; gives the CallSid. */
  async call(verbs: Reply, play?: object): Promise<string> {
    const from = this.freshPhone()
    this.#documents.set(from, verbs)
    const { callSid } = await this.carrier.control('POST', '/calls', { from, to: OURS, play })
    return callSid
  }

  /** What the phone does: `Hi: press 12#` presses once it was told Hi; also `say TEXT` and `hang up`. */
  async act(sid: string, script: string): Promise<void> {
    const [, cue, what, rest] = /^(.+): (press|say|hang up) ?(.*)$/.exec(script)!
    await this.hasSaid(sid, cue!)
    if (what === 'press') await this.carrier.control('POST', `/calls/${sid}/digits`, { digits: rest })
    else if (what === 'say') await this.carrier.control('POST', `/calls/${sid}/play`, { say: rest })
    else await this.hangUp(sid)
  }

  hangUp(sid: string): Promise<unknown> {
    return this.carrier.control('POST', `/calls/${sid}/hangup`)
  }

  hasSaid(sid: string, text: string): Promise<boolean> {
    return until(`the carrier to say ${text}`, () => this.exchange.legs.get(sid)?.said.includes(text))
  }

  /** All that came of a call, in order, once it is over; the first request for its document is left out. */
  async effects(sid: string): Promise<string[]> {
    const leg = this.exchange.legs.get(sid)!
    await until(`the end of ${sid}; ${this.#lines(sid).join('; ')}`, () => leg.isEnded)
    return [...this.#lines(sid).slice(1), leg.status]
  }

  /** The lines so far. */
  #lines(sid: string): string[] {
    const entries = this.exchange.journal.entries()
    return entries.filter(({ callSid }) => callSid === sid).flatMap(line)
  }

  close(): Promise<void> {
    return this.carrier.close()
  }
}

function line(entry: Entry): string[] {
  if (entry.event === 'say') return [`say ${String(entry.text)}`]
  if (entry.event === 'play') return [`play ${new URL(String(entry.url), 'http://app').pathname}`]
  if (entry.event === 'twiml-error') return [`error ${String(entry.code)}`]
  if (entry.event === 'twiml-warning') return [`warning ${String(entry.code)}`]
  if (entry.event !== 'webhook') return []
  const fields = entry.fields as Record<string, string>
  const shown = SHOWN.filter((name) => name in fields).map((name) => `${name}=${fields[name]}`)
  const verb = entry.method === 'GET' ? 'get' : 'ask'
  return [[verb, new URL(String(entry.url)).pathname, ...shown].join(' ')]
}
