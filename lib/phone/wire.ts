/** What the phone's endpoints answer: the shapes shared by the routes and the browser. */

export interface Line {
  number: string
  label: string
}

export interface PhoneSettings {
  identity: string
  lines: Line[]
  country: string
  timeZone: string
  /** Null stands for the voice network's own address. */
  signallingUrl: string | null
  edge: string | null
  publishEvents: boolean
  liveUrl: string
  demo: boolean
}

export interface PhoneToken {
  token: string
  expiresAt: string
}

export interface Placed {
  attemptId: string
  callId: string
  to: string
  from: string
}

/** One second of a connection: its number in the minute, mean opinion score, jitter in ms, loss in percent, round trip in ms. */
export type QualitySecond = [second: number, mos: number | null, jitterMs: number, lossPercent: number, rttMs: number]

/** What a browser measured of its leg in one minute, counted from the leg's answer. */
export interface QualityMinute {
  call_sid: string
  minute: number
  samples: QualitySecond[]
  warnings: string[]
}

/** A call of this agent that is open, or ended in the last two minutes, as the ledger has it. */
export interface CallRow {
  id: string
  direction: 'inbound' | 'outbound'
  status: string
  outcome: string | null
  endedBy: 'agent' | 'other' | 'carrier' | 'lost' | null
  failureCode: string | null
  otherParty: string
  otherPartyName: string | null
  line: Line
  startedAt: string
  answeredAt: string | null
  endedAt: string | null
  /** How it is recorded, while it lasts; wanted is a change that nobody confirmed yet. */
  recording: { status: string; wanted: string | null } | null
  mine: { status: string; callSid: string } | null
  /** Who answered it here, or called. */
  agentName: string | null
  /** Colleagues whose pages ring too. */
  alsoRinging: string[]
}
