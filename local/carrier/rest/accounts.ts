import { z } from 'zod'
import type { CarrierAccount } from '../accounts.ts'
import type { Exchange } from '../exchange.ts'
import type { Ask, Route } from '../router.ts'
import { authenticate } from './authenticate.ts'
import { readForm } from './form.ts'
import { pageOf, passes } from './page.ts'
import { RestError } from './rest-error.ts'
import { ACCOUNT_NAME, accountView } from './views.ts'

export const Update = z.object({ FriendlyName: z.string().max(64).optional() })

const startedAt = Date.now()
const view = (account: CarrierAccount) => accountView(account, startedAt)

/** The account itself; subaccounts are not emulated. */
export function accountRoutes(exchange: Exchange): Route[] {
  const own = '/2010-04-01/Accounts/:account.json'
  const find = ({ params }: Ask) => exchange.accounts.get(params.account!)!
  return [
    { method: 'GET', path: '/2010-04-01/Accounts.json', run: (ask) => list(exchange, ask) },
    {
      method: 'POST',
      path: '/2010-04-01/Accounts.json',
      run: () => {
        throw new RestError(400, 20001, 'Subaccounts are not emulated by the local carrier')
      },
    },
    { method: 'GET', path: own, run: (ask) => ({ status: 200, body: view(find(ask)) }) },
    {
      method: 'POST',
      path: own,
      run: (ask) => {
        const account = find(ask)
        const { FriendlyName } = readForm(Update, ask.body, { operation: 'Accounts/{Sid}' })
        account.friendlyName = FriendlyName ?? account.friendlyName
        return { status: 200, body: view(account) }
      },
    },
  ]
}

function list(exchange: Exchange, ask: Ask) {
  const account = authenticate(exchange, ask)
  const isWanted =
    passes(ask.query, 'FriendlyName', account.friendlyName ?? ACCOUNT_NAME) && passes(ask.query, 'Status', 'active')
  return pageOf(ask, 'accounts', isWanted ? [account] : [], view)
}
