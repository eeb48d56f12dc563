import type { CallRow, Line } from './wire.ts'

/** A call that rings here. `leg` is the device's name for our end of it. */
export interface Ring {
  leg: string
  callId: string | null
  from: string
  line: Line
  /** When the network gives up, in milliseconds of this browser's clock. */
  endsAt: number | null
  silenced: boolean
  /** What was pressed and is not confirmed yet. */
  pending: 'answer' | 'decline' | null
}

export interface PhoneCall {
  /** Ours alone: the intention's key when dialled here, the leg when answered here. */
  key: string
  leg: string | null
  callId: string | null
  direction: 'inbound' | 'outbound'
  party: string
  line: Line
  /** Milliseconds of this browser's clock when it learned of the answer; null until the server says so. */
  openedAt: number | null
  muted: boolean
  /** Somebody speaks into the muted microphone. */
  talkingMuted: boolean
  reconnecting: boolean
  quality: Quality
  /** The connection was not good for a while. */
  suffered: boolean
  measures: Measures | null
  digits: string
  pendingMute: boolean
  pendingHangUp: boolean
}

export type Quality = 'good' | 'fair' | 'poor'

/** The last second of the connection as the device measured it. Mean opinion score from 1 to 4.5. */
export interface Measures {
  rttMs: number
  jitterMs: number
  lossPercent: number
  mos: number | null
}

/** A part of the sound that went away; the system's own took its place. */
export interface LostSound {
  part: 'microphone' | 'speaker'
  name: string
}

/** A call that is over here. The row, once the ledger has it, says why. */
export interface EndedCall {
  callId: string | null
  direction: 'inbound' | 'outbound'
  party: string
  line: Line
  /** The device's error code, when it ended by one. */
  code: string | null
  /** It rang here and stopped, and nobody answered it here. */
  unanswered: boolean
  /** The agent pressed Hang up. */
  hungUp: boolean
  row: CallRow | null
  /** The leg whose sound the agent is asked about: one that suffered, until they answered. */
  askSoundOf: string | null
}

/** What an agent says of a call's sound. */
export type SoundVerdict = 'fine' | 'choppy' | 'late' | 'echo' | 'noise' | 'one-way'

export interface PhoneProblem {
  code: string
  message: string | null
  action: string | null
}

export interface Phone {
  link: 'starting' | 'ready' | 'down'
  rings: Ring[]
  call: PhoneCall | null
  ended: EndedCall | null
  problem: PhoneProblem | null
  lostSound: LostSound | null
  /** Calls whose end was read and put away. */
  dismissed: string[]
}

export type PhoneEvent =
  | { type: 'link'; to: Phone['link'] }
  | { type: 'ring'; leg: string; callId: string | null; from: string; line: Line; endsAt: number | null }
  | { type: 'ring-pressed'; leg: string; what: 'answer' | 'decline' }
  | { type: 'ring-kept'; leg: string }
  | { type: 'ring-silenced'; leg: string }
  | { type: 'ring-over'; leg: string; declined: boolean }
  | { type: 'dial'; key: string; party: string; line: Line }
  | { type: 'placed'; key: string; callId: string }
  | { type: 'connected'; key: string; leg: string }
  | { type: 'not-placed'; key: string; problem: PhoneProblem | null }
  | { type: 'leg-up'; leg: string }
  | { type: 'leg-reconnecting'; leg: string }
  | { type: 'leg-reconnected'; leg: string }
  | { type: 'leg-quality'; leg: string; quality: Quality }
  | { type: 'leg-measured'; leg: string; measures: Measures }
  | { type: 'leg-muted'; leg: string; muted: boolean }
  | { type: 'leg-talking-muted'; leg: string; talking: boolean }
  | { type: 'leg-down'; leg: string; code: string | null }
  | { type: 'sound-rated' }
  | { type: 'mute-pressed'; leg: string }
  | { type: 'hang-up-pressed'; key: string }
  | { type: 'digit'; leg: string; digit: string }
  | { type: 'rows'; rows: CallRow[]; now: number }
  | { type: 'sound-lost'; lost: LostSound }
  | { type: 'sound-back' }
  | { type: 'problem'; problem: PhoneProblem }
  | { type: 'dismiss' }

export type PhoneState = 'offline' | 'idle' | 'incoming' | 'dialing' | 'open' | 'reconnecting'

export const NEW_PHONE: Phone = {
  ...{ link: 'starting', rings: [], call: null, ended: null },
  ...{ problem: null, lostSound: null, dismissed: [] },
}

/**
 *   offline <-> idle -> dialing ----> open <-> reconnecting
 *                 \--> incoming ---/     (every one of them -> idle or offline)
 */
export function phoneState({ link, rings, call }: Phone): PhoneState {
  if (call?.reconnecting) return 'reconnecting'
  if (call && call.openedAt !== null) return 'open'
  if (call) return call.direction === 'outbound' ? 'dialing' : 'incoming'
  if (rings.length > 0) return 'incoming'
  return link === 'ready' ? 'idle' : 'offline'
}

/** Puts the call that is over beside the phone, until it is read. */
export function endCall(phone: Phone, call: PhoneCall, code: string | null): Phone {
  const { callId, direction, party, line, pendingHangUp: hungUp, suffered, openedAt, leg } = call
  const askSoundOf = suffered && openedAt !== null ? leg : null
  const ended = { ...{ callId, direction, party, line, code, hungUp, askSoundOf }, unanswered: false, row: null }
  return { ...phone, call: null, ended }
}

/** Calls leave the list of the last ones after two minutes; nobody dismisses more in that time. */
const MOST_DISMISSED = 50

/** The note on the last call is read, or overtaken by the next call: it does not come back. */
export const putAway = (phone: Phone): Phone => ({
  ...phone,
  ended: null,
  problem: null,
  lostSound: null,
  dismissed: phone.ended?.callId ? [...phone.dismissed, phone.ended.callId].slice(-MOST_DISMISSED) : phone.dismissed,
})
