import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import { type ApiKey, newKey } from '../resources.ts'
import { rfc2822 } from '../rfc2822.ts'
import type { Ask, Route } from '../router.ts'
import { readForm } from './form.ts'
import { pageOf } from './page.ts'
import { notFound, RestError } from './rest-error.ts'

export const Form = z.object({ FriendlyName: z.string().max(64).optional() })

/** API keys: standard ones, which also sign access tokens. A secret is told once. */
export function keyRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Keys'
  const one = `${base}/:sid.json`
  return [
    {
      method: 'GET',
      path: `${base}.json`,
      run: (ask) => {
        const own = [...exchange.keys.values()].filter(({ accountSid }) => accountSid === ask.params.account)
        return pageOf(ask, 'keys', own.reverse(), view)
      },
    },
    { method: 'POST', path: `${base}.json`, run: (ask) => create(exchange, ask) },
    { method: 'GET', path: one, run: (ask) => ({ status: 200, body: view(find(exchange, ask)) }) },
    {
      method: 'POST',
      path: one,
      run: (ask) => {
        const key = find(exchange, ask)
        const { FriendlyName } = readForm(Form, ask.body, { operation: 'Keys/{Sid}' })
        Object.assign(key, { friendlyName: FriendlyName ?? key.friendlyName, updatedAt: Date.now() })
        return { status: 200, body: view(key) }
      },
    },
    { method: 'DELETE', path: one, run: (ask) => remove(exchange, ask) },
  ]
}

const view = ({ sid, friendlyName, createdAt, updatedAt }: ApiKey) => ({
  sid,
  friendly_name: friendlyName,
  date_created: rfc2822(createdAt),
  date_updated: rfc2822(updatedAt),
})

function find(exchange: Exchange, { params, path }: Ask): ApiKey {
  const key = exchange.keys.get(params.sid!)
  if (key?.accountSid !== params.account) throw notFound(path)
  return key!
}

function create(exchange: Exchange, ask: Ask) {
  const { FriendlyName = '' } = readForm(Form, ask.body, { operation: 'Keys' })
  const key = newKey(ask.params.account!, FriendlyName)
  const secret = randomBytes(16).toString('hex')
  const account = exchange.accounts.get(key.accountSid)!
  account.madeKeys ??= new Map()
  account.madeKeys.set(key.sid, secret)
  exchange.keys.set(key.sid, key)
  return { status: 201, body: { ...view(key), secret } }
}

function remove(exchange: Exchange, ask: Ask) {
  const { sid, accountSid } = find(exchange, ask)
  const account = exchange.accounts.get(accountSid)!
  if (!account.madeKeys?.delete(sid)) {
    throw new RestError(400, 20001, 'The key the local carrier was started with cannot be deleted')
  }
  exchange.keys.delete(sid)
  return { status: 204 }
}
