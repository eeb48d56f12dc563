import { z } from 'zod'
import { CALL_STATUSES, DIRECTIONS, ENDED_BY, OUTCOMES } from '#lib/calls/call-words.ts'
import { RECORDING_STATUSES } from '#lib/recordings/recording-words.ts'

/** What the phone's endpoints answer: the shapes shared by the routes and the browser. */

const time = z.iso.datetime()

const Line = z.object({ number: z.string(), label: z.string() })
export type Line = z.output<typeof Line>

export const PhoneSettings = z.object({
  identity: z.string(),
  lines: z.array(Line),
  country: z.string(),
  timeZone: z.string(),
  /** Null stands for the voice network's own address. */
  signallingUrl: z.string().nullable(),
  edge: z.string().nullable(),
  publishEvents: z.boolean(),
  liveUrl: z.string(),
  demo: z.boolean(),
})
export type PhoneSettings = z.output<typeof PhoneSettings>

export const PhoneToken = z.object({ token: z.string(), expiresAt: time })
export type PhoneToken = z.output<typeof PhoneToken>

/** What the caller's own device connects with. */
export const Placed = z.object({ attemptId: z.uuid(), callId: z.uuid(), to: z.string(), from: z.string() })
export type Placed = z.output<typeof Placed>

const Milliseconds = z.number().min(0).max(60_000)

/** One second of a connection: its number in the minute, mean opinion score, jitter in ms, loss in percent, round trip in ms. */
export const QualitySecond = z.tuple([
  z.number().int().min(0).max(59),
  z.number().min(0).max(5).nullable(),
  Milliseconds,
  z.number().min(0).max(100),
  Milliseconds,
])
export type QualitySecond = z.output<typeof QualitySecond>

/** What a browser measured of its leg in one minute, counted from the leg's answer. */
export interface QualityMinute {
  call_sid: string
  minute: number
  samples: QualitySecond[]
  warnings: string[]
}

/** A call of this agent that is open, or ended in the last two minutes, as the ledger has it. */
const CallRow = z.object({
  id: z.uuid(),
  direction: z.enum(DIRECTIONS),
  status: z.enum(CALL_STATUSES),
  outcome: z.enum(OUTCOMES).nullable(),
  endedBy: z.enum(ENDED_BY).nullable(),
  failureCode: z.string().nullable(),
  /** Empty where the number is withheld. */
  otherParty: z.string(),
  otherPartyName: z.string().nullable(),
  line: Line,
  startedAt: time,
  answeredAt: time.nullable(),
  endedAt: time.nullable(),
  /** How it is recorded, while it lasts; wanted is a change that nobody confirmed yet. */
  recording: z.object({ status: z.enum(RECORDING_STATUSES), wanted: z.string().nullable() }).nullable(),
  mine: z.object({ status: z.enum(CALL_STATUSES), callSid: z.string() }).nullable(),
  /** Who answered it here, or called. */
  agentName: z.string().nullable(),
  /** Colleagues whose pages ring too. */
  alsoRinging: z.array(z.string()),
})
export type CallRow = z.output<typeof CallRow>
export const MyCalls = z.object({ calls: z.array(CallRow) })
