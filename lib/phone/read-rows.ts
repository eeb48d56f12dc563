import { endCall, type Phone } from './phone.ts'
import type { CallRow } from './wire.ts'

/** The ledger's word: a call opens when it was answered, and is over when it ended, whatever the device thinks. */
export function readRows(phone: Phone, rows: CallRow[], now: number): Phone {
  const row = rows.find(({ id }) => id === phone.call?.callId)
  if (phone.call && row?.endedAt) return readEnd(endCall(phone, phone.call, null), rows)
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
    ended: {
      ...{ callId: id, direction, party: otherParty, line, code: null, unanswered: false, hungUp: false, row: lost },
      askSoundOf: null,
    },
  }
}

const isLost = ({ endedAt, endedBy }: CallRow) => endedAt !== null && endedBy === 'lost'
