import { z } from 'zod'

const LONGEST_TEXT = 500

const Start = z.object({
  event: z.literal('start'),
  start: z.object({
    accountSid: z.string(),
    streamSid: z.string().regex(/^MZ[0-9a-f]{32}$/),
    callSid: z.string(),
    tracks: z.array(z.enum(['inbound', 'outbound'])).max(2),
    mediaFormat: z.object({
      encoding: z.literal('audio/x-mulaw'),
      sampleRate: z.literal(8000),
      channels: z.literal(1),
    }),
    // The key is the name somebody chose, also __proto__: only own properties count.
    customParameters: z.record(z.string(), z.string().max(LONGEST_TEXT)).default({}),
  }),
})
const Media = z.object({
  event: z.literal('media'),
  sequenceNumber: z.string().max(20),
  streamSid: z.string(),
  media: z.object({
    track: z.enum(['inbound', 'outbound']),
    payload: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/),
  }),
})
const Mark = z.object({ event: z.literal('mark'), mark: z.object({ name: z.string().max(LONGEST_TEXT) }) })
const Dtmf = z.object({ event: z.literal('dtmf'), dtmf: z.object({ digit: z.string().regex(/^[0-9A-D*#]$/) }) })
const Plain = z.object({ event: z.enum(['connected', 'stop']) })

const Known = z.discriminatedUnion('event', [Start, Media, Mark, Dtmf, Plain])
type KnownFrame = z.output<typeof Known>

export type StartFrame = z.output<typeof Start>['start']
export type Track = 'inbound' | 'outbound'

/** Sound of the carrier's. sequence is its own numbering, payload base64 of mu-law. */
export interface MediaFrame {
  event: 'media'
  sequence: string
  streamSid: string
  track: Track
  payload: string
}
export type CarrierFrame = MediaFrame | Exclude<KnownFrame, { event: 'media' }>

/** Sound in the carrier's usual order of keys: read in one go, its base64 checked on the way. Every other order is parsed. */
const USUAL =
  /^\{"event":"media","sequenceNumber":"(\d{1,19})","media":\{"track":"(inbound|outbound)","chunk":"\d{1,19}","timestamp":"\d{1,19}","payload":"([A-Za-z0-9+/]+={0,2})"\},"streamSid":"(MZ[0-9a-f]{32})"\}$/

/** Sound that cannot be read: of no stream, so that it is dropped where it comes. */
const NO_SOUND: MediaFrame = { event: 'media', sequence: '', streamSid: '', track: 'inbound', payload: '' }

/** A text frame of the carrier's; null for an event that is not known (they may add some), undefined for what is no frame. */
export function readCarrierFrame(data: Buffer): CarrierFrame | null | undefined {
  const usual = USUAL.exec(data.toString('latin1'))
  if (usual) {
    return { event: 'media', sequence: usual[1]!, track: usual[2] as Track, payload: usual[3]!, streamSid: usual[4]! }
  }
  return parseFrame(data.toString())
}

function parseFrame(text: string): CarrierFrame | null | undefined {
  const frame = parseJson(text)
  const known = Known.safeParse(frame)
  if (known.success) return known.data.event === 'media' ? flat(known.data) : known.data
  const isOther = z.object({ event: z.string() }).safeParse(frame).data
  if (isOther?.event === 'media') return NO_SOUND
  return isOther && !EVENTS.has(isOther.event) ? null : undefined
}

const EVENTS = new Set(['start', 'media', 'mark', 'dtmf', 'connected', 'stop'])

const flat = ({ event, sequenceNumber, streamSid, media }: z.output<typeof Media>): MediaFrame => ({
  event,
  sequence: sequenceNumber,
  streamSid,
  ...media,
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What we send on one stream. Payloads are base64 and need no escaping. */
export class StreamWriter {
  readonly #head: string
  readonly clear: string

  constructor(streamSid: string) {
    this.#head = `","streamSid":"${streamSid}"`
    this.clear = JSON.stringify({ event: 'clear', streamSid })
  }

  /** Sound of any length, as one message. */
  media(payload: string): string {
    return `{"event":"media${this.#head},"media":{"payload":"${payload}"}}`
  }

  /** The name is ours: letters and digits. */
  mark(name: string): string {
    return `{"event":"mark${this.#head},"mark":{"name":"${name}"}}`
  }
}

/** How long base64 of mu-law sounds, in ms; its padding is no sound. */
export function payloadMs(payload: string): number {
  const padding = payload.endsWith('==') ? 2 : payload.endsWith('=') ? 1 : 0
  return ((payload.length >> 2) * 3 + (payload.length & 3 ? (payload.length & 3) - 1 : 0) - padding) / 8
}
