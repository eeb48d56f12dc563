import { type CarrierAccount, secretOf } from '../accounts.ts'
import type { Exchange } from '../exchange.ts'
import type { Ask } from '../router.ts'
import { RestError } from './rest-error.ts'

/** What only the auth token may touch: keys made here are standard keys, as is the one the process is started with. */
const MAIN_ONLY = /^\/2010-04-01\/Accounts(\/AC[0-9a-f]{32})?(\/Keys(\/.*)?)?(\.json)?$/

/** AC:token or SK:secret, for that account's own paths; gives the account. Throws RestError 20003. */
export function authenticate(exchange: Exchange, { path, authorization }: Ask): CarrierAccount {
  const given = Buffer.from(authorization?.replace(/^Basic /i, '') ?? '', 'base64').toString('utf8')
  const [user = '', secret = ''] = [given.slice(0, given.indexOf(':')), given.slice(given.indexOf(':') + 1)]
  const account = exchange.accounts.get(user) ?? exchange.accounts.get(exchange.keys.get(user)?.accountSid ?? '')
  const isToken = account?.sid === user
  const isKnown = account && secret === (isToken ? account.authToken : secretOf(account, user))
  const wanted = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})/.exec(path)?.[1]
  if (!isKnown || (wanted !== undefined && wanted !== account.sid) || (wanted === undefined && !isOwnList(path))) {
    throw new RestError(401, 20003, 'Authenticate')
  }
  if (!isToken && MAIN_ONLY.test(path)) {
    throw new RestError(401, 20003, 'A standard API key may not use accounts and keys')
  }
  return account
}

const isOwnList = (path: string) => path === '/2010-04-01/Accounts.json'
