import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import { newOwnedNumber, type OwnedNumber } from '../resources.ts'
import type { Ask, Route } from '../router.ts'
import { firstAvailable } from './available-numbers.ts'
import { readForm } from './form.ts'
import { flagOf, pageOf, passes } from './page.ts'
import { notFound, RestError } from './rest-error.ts'
import { applyVoice, keep, kept, keptFields, voiceFields } from './voice-form.ts'
import { numberView } from './voice-views.ts'

const keptByNumbers = {
  ...keptFields,
  SmsApplicationSid: kept,
  AddressSid: kept,
  BundleSid: kept,
  IdentitySid: kept,
  EmergencyAddressSid: kept,
  EmergencyStatus: z.enum(['Active', 'Inactive']).optional(),
}
const KEPT = Object.keys(keptByNumbers) as (keyof typeof keptByNumbers)[]
export const UpdateNumber = z.object({
  ...voiceFields,
  ...keptByNumbers,
  FriendlyName: z.string().max(64).optional(),
  VoiceApplicationSid: z.string().optional(),
})
export const CreateNumber = UpdateNumber.extend({
  PhoneNumber: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'is not an E.164 number')
    .optional(),
  AreaCode: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
})

export function numberRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/IncomingPhoneNumbers'
  const show = (number: OwnedNumber, status = 200) => ({ status, body: numberView(number) })
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask) },
    { method: 'POST', path: `${base}.json`, run: (ask) => show(create(exchange, ask), 201) },
    { method: 'GET', path: `${base}/:sid.json`, run: (ask) => show(find(exchange, ask)) },
    {
      method: 'POST',
      path: `${base}/:sid.json`,
      run: (ask) =>
        show(
          apply(
            exchange,
            find(exchange, ask),
            readForm(UpdateNumber, ask.body, { operation: 'IncomingPhoneNumbers/{Sid}' }),
          ),
        ),
    },
    {
      method: 'DELETE',
      path: `${base}/:sid.json`,
      run: (ask) => {
        exchange.numbers.delete(find(exchange, ask).sid)
        return { status: 204 }
      },
    },
  ]
}

function find(exchange: Exchange, ask: Ask): OwnedNumber {
  const number = exchange.numbers.get(ask.params.sid!)
  if (number?.accountSid !== ask.params.account) throw notFound(ask.path)
  return number!
}

function list(exchange: Exchange, ask: Ask) {
  // No number is new to this carrier, and those that are not are listed either way.
  flagOf(ask.query, 'Beta')
  const shown = [...exchange.numbers.values()].filter(
    ({ accountSid, phoneNumber, friendlyName }) =>
      accountSid === ask.params.account &&
      passes(ask.query, 'PhoneNumber', phoneNumber) &&
      passes(ask.query, 'FriendlyName', friendlyName) &&
      passes(ask.query, 'Origin', 'twilio'),
  )
  return pageOf(ask, 'incoming_phone_numbers', shown, numberView)
}

/** Buys a number: any that nobody owns yet, or the first of an American area code. */
function create(exchange: Exchange, ask: Ask): OwnedNumber {
  const form = readForm(CreateNumber, ask.body, { codes: { PhoneNumber: 21421 }, operation: 'IncomingPhoneNumbers' })
  const phoneNumber = form.PhoneNumber ?? (form.AreaCode && firstAvailable(exchange, 'US', form.AreaCode))
  if (phoneNumber === undefined && form.AreaCode !== undefined) {
    throw new RestError(400, 21452, `No phone numbers found in area code ${form.AreaCode}`)
  }
  if (!phoneNumber) throw new RestError(400, 21421, 'PhoneNumber or AreaCode is needed')
  if (exchange.ownedNumber(phoneNumber)) throw new RestError(400, 21422, `${phoneNumber} is not available.`)
  const number = apply(exchange, newOwnedNumber(ask.params.account!, phoneNumber), form)
  exchange.numbers.set(number.sid, number)
  return number
}

function apply(exchange: Exchange, number: OwnedNumber, form: z.infer<typeof UpdateNumber>): OwnedNumber {
  const { VoiceApplicationSid: sid } = form
  if (sid && exchange.applications.get(sid)?.accountSid !== number.accountSid) {
    throw new RestError(400, 21220, `${sid} is no application of this account`)
  }
  applyVoice(number, form)
  keep(number, form, KEPT)
  if (form.FriendlyName !== undefined) number.friendlyName = form.FriendlyName
  if (sid !== undefined) number.voiceApplicationSid = sid
  return number
}
