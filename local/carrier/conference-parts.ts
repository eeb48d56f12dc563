import { log } from '#lib/log.ts'
import type { Conference, ConferenceParts } from './conference.ts'
import type { Exchange } from './exchange.ts'
import { Room } from './room.ts'
import { TwimlError } from './twiml/parse.ts'
import { soundsOf } from './twiml/sound-document.ts'
import { callFields } from './webhooks/call-fields.ts'
import { DeliveryError } from './webhooks/send.ts'

/** A conference's part of the carrier. */
export function conferenceParts(exchange: Exchange, conference: Conference): ConferenceParts {
  const { accountSid, sid, name } = conference
  return {
    room: new Room(exchange.parts.clock),
    send: exchange.webhooks.outbox({ accountSid }),
    sounds: (endpoint, { repeats, participant }) => {
      const leg = participant?.leg
      return soundsOf(exchange, {
        owner: { accountSid, ...(leg && { callSid: leg.sid }) },
        endpoint,
        fields: { ...(leg ? callFields(leg) : { AccountSid: accountSid }), ConferenceSid: sid, FriendlyName: name },
        repeats,
      })
    },
    record: (plan, source) => exchange.recordings.startConference(accountSid, sid, plan, source),
    failed: (participant, error) => {
      const code = error instanceof TwimlError || error instanceof DeliveryError ? error.code : undefined
      const message = error instanceof Error ? error.message : String(error)
      const callSid = participant?.leg.sid
      exchange.journal.write('sound-error', { ...(callSid && { callSid }), conferenceSid: sid, code, message })
      if (code === undefined) log.error('conference sound failed', { conferenceSid: sid, error })
      return message
    },
  }
}
