import { z } from 'zod'
import { checkCallerId } from '../caller-id-check.ts'
import type { Exchange } from '../exchange.ts'
import type { CallerId } from '../resources.ts'
import { rfc2822 } from '../rfc2822.ts'
import type { Ask, Route } from '../router.ts'
import { method, readForm, webUrl } from './form.ts'
import { pageOf, passes } from './page.ts'
import { notFound, RestError } from './rest-error.ts'

export const Create = z.object({
  PhoneNumber: z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not an E.164 number'),
  FriendlyName: z.string().max(64).optional(),
  CallDelay: z.coerce.number().int().min(0).max(60).default(0),
  Extension: z
    .string()
    .regex(/^[0-9*#wW]*$/)
    .default(''),
  StatusCallback: webUrl.optional(),
  StatusCallbackMethod: method.default('POST'),
})
export const Update = z.object({ FriendlyName: z.string().max(64).optional() })

/** Numbers shown to those who are called although the account does not own them. */
export function outgoingCallerIdRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/OutgoingCallerIds'
  const one = `${base}/:sid.json`
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask) },
    { method: 'POST', path: `${base}.json`, run: (ask) => create(exchange, ask) },
    { method: 'GET', path: one, run: (ask) => ({ status: 200, body: view(find(exchange, ask)) }) },
    {
      method: 'POST',
      path: one,
      run: (ask) => {
        const callerId = find(exchange, ask)
        const { FriendlyName } = readForm(Update, ask.body, { operation: 'OutgoingCallerIds/{Sid}' })
        Object.assign(callerId, { friendlyName: FriendlyName ?? callerId.friendlyName, updatedAt: Date.now() })
        return { status: 200, body: view(callerId) }
      },
    },
    {
      method: 'DELETE',
      path: one,
      run: (ask) => {
        exchange.callerIds.delete(find(exchange, ask).sid)
        return { status: 204 }
      },
    },
  ]
}

function find(exchange: Exchange, { params, path }: Ask): CallerId {
  const callerId = exchange.callerIds.get(params.sid!)
  if (callerId?.accountSid !== params.account) throw notFound(path)
  return callerId!
}

function list(exchange: Exchange, ask: Ask) {
  const shown = [...exchange.callerIds.values()].filter(
    ({ accountSid, phoneNumber, friendlyName }) =>
      accountSid === ask.params.account &&
      passes(ask.query, 'PhoneNumber', phoneNumber) &&
      passes(ask.query, 'FriendlyName', friendlyName),
  )
  return pageOf(ask, 'outgoing_caller_ids', shown, view)
}

/** Calls the number; the reply has the code that has to be typed there. */
function create(exchange: Exchange, ask: Ask) {
  const accountSid = ask.params.account!
  const form = readForm(Create, ask.body, { codes: { PhoneNumber: 21401 }, operation: 'OutgoingCallerIds' })
  const { PhoneNumber: phoneNumber, FriendlyName: friendlyName = phoneNumber, StatusCallback: url } = form
  if (exchange.mayShow(accountSid, phoneNumber)) {
    throw new RestError(400, 21450, `${phoneNumber} is already validated for your account.`)
  }
  const status = url === undefined ? undefined : { url, method: form.StatusCallbackMethod }
  const { code, leg } = checkCallerId(exchange, {
    accountSid,
    phoneNumber,
    friendlyName,
    delayMs: form.CallDelay * 1000,
    extension: form.Extension,
    status,
  })
  const body = {
    account_sid: accountSid,
    call_sid: leg.sid,
    friendly_name: friendlyName,
    phone_number: phoneNumber,
    validation_code: code,
  }
  return { status: 200, body }
}

const view = ({ sid, accountSid, phoneNumber, friendlyName, createdAt, updatedAt }: CallerId) => ({
  sid,
  account_sid: accountSid,
  phone_number: phoneNumber,
  friendly_name: friendlyName,
  date_created: rfc2822(createdAt),
  date_updated: rfc2822(updatedAt),
  uri: `/2010-04-01/Accounts/${accountSid}/OutgoingCallerIds/${sid}.json`,
})
