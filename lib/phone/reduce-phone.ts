import { type EndedCall, endCall, type Phone, type PhoneCall, type PhoneEvent, putAway, type Ring } from './phone.ts'
import { readRows } from './read-rows.ts'

/** The next phone. Events of a leg or an intention that is over change nothing: the same object comes back. */
export function reducePhone(phone: Phone, event: PhoneEvent): Phone {
  switch (event.type) {
    case 'link':
      return phone.link === event.to ? phone : { ...phone, link: event.to }
    case 'dial':
      return phone.call ? phone : { ...putAway(phone), call: dialled(event), rings: [] }
    case 'rows':
      return readRows(phone, event.rows, event.now)
    case 'problem':
      return { ...phone, problem: event.problem }
    case 'sound-lost':
      return { ...phone, lostSound: event.lost }
    case 'sound-back':
      return phone.lostSound ? { ...phone, lostSound: null } : phone
    case 'sound-rated':
      return phone.ended ? { ...phone, ended: { ...phone.ended, askSoundOf: null } } : phone
    case 'dismiss':
      return putAway(phone)
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

const NEW_CALL = {
  openedAt: null,
  muted: false,
  talkingMuted: false,
  reconnecting: false,
  quality: 'good',
  suffered: false,
  measures: null,
  digits: '',
} as const
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
      return call.callId && !event.problem
        ? endCall(phone, call, null)
        : { ...phone, call: null, problem: event.problem }
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
      return with_({ quality: event.quality, suffered: call.suffered || event.quality !== 'good' })
    case 'leg-measured':
      return with_({ measures: event.measures })
    case 'mute-pressed':
      return with_({ pendingMute: true })
    case 'leg-muted':
      return with_({ muted: event.muted, talkingMuted: false, pendingMute: false })
    case 'leg-talking-muted':
      return with_({ talkingMuted: call.muted && event.talking })
    case 'digit':
      return with_({ digits: call.digits + event.digit })
    case 'leg-down':
      return endCall(phone, call, event.code)
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
      return { ...putAway(phone), rings: others, call: phone.call ?? answered(ring) }
    case 'ring-over':
      return { ...phone, rings: others, ended: event.declined || phone.call ? phone.ended : unanswered(ring, null) }
    case 'leg-down':
      return { ...phone, rings: others, ended: phone.call ? phone.ended : unanswered(ring, event.code) }
    default:
      return phone
  }
}

function heard(phone: Phone, { leg, callId, from, line, endsAt }: Of<'ring'>): Phone {
  if (phone.rings.some((ring) => ring.leg === leg)) return phone
  return { ...phone, rings: [...phone.rings, { leg, callId, from, line, endsAt, silenced: false, pending: null }] }
}

const answered = ({ leg, callId, from, line }: Ring): PhoneCall => ({
  ...{ key: leg, leg, callId, party: from, line, direction: 'inbound' },
  ...NEW_CALL,
  ...NOT_PENDING,
})

const unanswered = ({ callId, from, line }: Ring, code: string | null): EndedCall => ({
  ...{ callId, party: from, line, code, direction: 'inbound', unanswered: true, hungUp: false, row: null },
  askSoundOf: null,
})
