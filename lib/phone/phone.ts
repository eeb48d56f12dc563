import type { CallRow, Line } from './wire.ts'

/** A call that rings here. `leg` is the device's name for our end of it. */
export interface Ring {
  leg: string
  callId: string | null
  from: string
  line: Line
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
  reconnecting: boolean
  quality: Quality
  digits: string
  pendingMute: boolean
  pendingHangUp: boolean
}

export type Quality = 'good' | 'fair' | 'poor'

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
  row: CallRow | null
}

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
  /** Calls whose end was read and put away. */
  dismissed: string[]
}

export type PhoneEvent =
  | { type: 'link'; to: Phone['link'] }
  | { type: 'ring'; leg: string; callId: string | null; from: string; line: Line }
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
  | { type: 'leg-muted'; leg: string; muted: boolean }
  | { type: 'leg-down'; leg: string; code: string | null }
  | { type: 'mute-pressed'; leg: string }
  | { type: 'hang-up-pressed'; key: string }
  | { type: 'digit'; leg: string; digit: string }
  | { type: 'rows'; rows: CallRow[]; now: number }
  | { type: 'problem'; problem: PhoneProblem }
  | { type: 'dismiss' }

export type PhoneState = 'offline' | 'idle' | 'incoming' | 'dialing' | 'open' | 'reconnecting'

export const NEW_PHONE: Phone = { link: 'starting', rings: [], call: null, ended: null, problem: null, dismissed: [] }

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

/** The next phone. Events of a leg or an intention that is over change nothing: the same object comes back. */
export function reducePhone(phone: Phone, event: PhoneEvent): Phone {
  switch (event.type) {
    case 'link':
      return phone.link === event.to ? phone : { ...phone, link: event.to }
    case 'dial':
      return phone.call ? phone : { ...phone, call: dialled(event), rings: [], ended: null, problem: null }
    case 'rows':
      return readRows(phone, event.rows, event.now)
    case 'problem':
      return { ...phone, problem: event.problem }
    case 'dismiss':
      return { ...phone, ended: null, problem: null, dismissed: putAway(phone) }
    case 'placed':
    case 'connected':
    case 'not-placed':
    case 'hang-up-pressed':
      return phone.call?.key === event.key ? reduceIntention(phone, phone.call, event) : phone
    default:
      return phone.call?.leg === event.leg ? reduceLeg(phone, phone.call, event) : reduceRing(phone, event)
  }
}

type Of<T extends PhoneEvent['type']> = Extract<PhoneEvent, { type: T }>
type LegEvent = Extract<PhoneEvent, { leg: string }>

const NEW_CALL = { openedAt: null, muted: false, reconnecting: false, quality: 'good', digits: '' } as const
const NOT_PENDING = { pendingMute: false, pendingHangUp: false }

const dialled = ({ key, party, line }: Of<'dial'>): PhoneCall => ({
  ...{ key, party, line, leg: null, callId: null, direction: 'outbound' },
  ...NEW_CALL,
  ...NOT_PENDING,
})

function reduceIntention(
  phone: Phone,
  call: PhoneCall,
  event: Of<'placed' | 'connected' | 'not-placed' | 'hang-up-pressed'>,
): Phone {
  switch (event.type) {
    case 'placed':
      return { ...phone, call: { ...call, callId: event.callId } }
    case 'connected':
      return { ...phone, call: { ...call, leg: event.leg } }
    case 'not-placed':
      return call.callId && !event.problem ? over(phone, call, null) : { ...phone, call: null, problem: event.problem }
    case 'hang-up-pressed':
      return { ...phone, call: { ...call, pendingHangUp: true } }
  }
}

function reduceLeg(phone: Phone, call: PhoneCall, event: LegEvent): Phone {
  const with_ = (change: Partial<PhoneCall>): Phone => ({ ...phone, call: { ...call, ...change } })
  switch (event.type) {
    case 'leg-up':
      return phone
    case 'leg-reconnecting':
      return with_({ reconnecting: true })
    case 'leg-reconnected':
      return with_({ reconnecting: false })
    case 'leg-quality':
      return with_({ quality: event.quality })
    case 'mute-pressed':
      return with_({ pendingMute: true })
    case 'leg-muted':
      return with_({ muted: event.muted, pendingMute: false })
    case 'digit':
      return with_({ digits: call.digits + event.digit })
    case 'leg-down':
      return over(phone, call, event.code)
    default:
      return phone
  }
}

function reduceRing(phone: Phone, event: LegEvent): Phone {
  if (event.type === 'ring') return heard(phone, event)
  const ring = phone.rings.find(({ leg }) => leg === event.leg)
  if (!ring) return phone
  const others = phone.rings.filter((other) => other !== ring)
  const with_ = (change: Partial<Ring>) => ({
    ...phone,
    rings: phone.rings.map((other) => (other === ring ? { ...ring, ...change } : other)),
  })
  switch (event.type) {
    case 'ring-pressed':
      return ring.pending ? phone : with_({ pending: event.what })
    case 'ring-kept':
      return with_({ pending: null })
    case 'ring-silenced':
      return with_({ silenced: true })
    case 'leg-up':
      return { ...phone, rings: others, call: phone.call ?? answered(ring), ended: null, problem: null }
    case 'ring-over':
      return { ...phone, rings: others, ended: event.declined || phone.call ? phone.ended : unanswered(ring, null) }
    case 'leg-down':
      return { ...phone, rings: others, ended: phone.call ? phone.ended : unanswered(ring, event.code) }
    default:
      return phone
  }
}

function heard(phone: Phone, { leg, callId, from, line }: Of<'ring'>): Phone {
  if (phone.rings.some((ring) => ring.leg === leg)) return phone
  return { ...phone, rings: [...phone.rings, { leg, callId, from, line, silenced: false, pending: null }] }
}

const answered = ({ leg, callId, from, line }: Ring): PhoneCall => ({
  ...{ key: leg, leg, callId, party: from, line, direction: 'inbound' },
  ...NEW_CALL,
  ...NOT_PENDING,
})

const unanswered = ({ callId, from, line }: Ring, code: string | null): EndedCall => ({
  ...{ callId, party: from, line, code, direction: 'inbound', unanswered: true, row: null },
})

function over(phone: Phone, { callId, direction, party, line }: PhoneCall, code: string | null): Phone {
  return { ...phone, call: null, ended: { callId, direction, party, line, code, unanswered: false, row: null } }
}

/** The ledger's word: a call opens when it was answered, and is over when it ended, whatever the device thinks. */
function readRows(phone: Phone, rows: CallRow[], now: number): Phone {
  const row = rows.find(({ id }) => id === phone.call?.callId)
  if (phone.call && row?.endedAt) return readEnd(over(phone, phone.call, null), rows)
  if (phone.call && row?.answeredAt && phone.call.openedAt === null) {
    return { ...phone, call: { ...phone.call, openedAt: now } }
  }
  return phone.call ? phone : readEnd(phone, rows)
}

/** Completes the note on the last call; after a reload, finds the call that the reload cut off. */
function readEnd(phone: Phone, rows: CallRow[]): Phone {
  const { ended } = phone
  if (ended) {
    const row = rows.find(({ id }) => id === ended.callId)
    return row && row !== ended.row ? { ...phone, ended: { ...ended, row } } : phone
  }
  const lost = rows.find((row) => isLost(row) && !phone.dismissed.includes(row.id))
  if (!lost || phone.rings.length > 0) return phone
  const { id, direction, otherParty, line } = lost
  return {
    ...phone,
    ended: { callId: id, direction, party: otherParty, line, code: null, unanswered: false, row: lost },
  }
}

const isLost = ({ endedAt, endedBy }: CallRow) => endedAt !== null && endedBy === 'lost'

const putAway = ({ ended, dismissed }: Phone) => (ended?.callId ? [...dismissed, ended.callId] : dismissed)
