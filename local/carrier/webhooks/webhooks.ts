import type { CarrierAccount } from '../accounts.ts'
import type { Journal } from '../journal.ts'
import { DeliveryError, type Method, type Reply, send } from './send.ts'
import type { Fields } from './sign.ts'

export interface Endpoint {
  url: string
  method: Method
}

/** An endpoint and the events asked for. */
export interface Callback extends Endpoint {
  events: ReadonlySet<string>
}

interface Owner {
  accountSid: string
  callSid?: string
}

/** Requests to applications, signed by their account and written into the journal. */
export class Webhooks {
  readonly #accounts: ReadonlyMap<string, CarrierAccount>
  readonly #journal: Journal

  constructor(accounts: ReadonlyMap<string, CarrierAccount>, journal: Journal) {
    this.#accounts = accounts
    this.#journal = journal
  }

  /** Asks an application and gives its reply whatever the status; throws DeliveryError when none came. */
  async request(owner: Owner, endpoint: Endpoint, fields: Fields): Promise<Reply> {
    const account = this.#accounts.get(owner.accountSid)!
    const startedAt = Date.now()
    const note = (outcome: Record<string, unknown>) =>
      this.#journal.write('webhook', { ...owner, ...endpoint, fields, ms: Date.now() - startedAt, ...outcome })
    try {
      const { url, method } = endpoint
      const reply = await send({ accountSid: account.sid, authToken: account.authToken, url, method, fields })
      note({ status: reply.status })
      return reply
    } catch (error) {
      if (error instanceof DeliveryError) note({ status: 0, code: error.code, error: error.message })
      throw error
    }
  }

  /** A way to send callbacks one after the other without anybody waiting for them; failures stand in the journal only. */
  outbox(owner: Owner): (endpoint: Endpoint, fields: Fields) => void {
    let last: Promise<unknown> = Promise.resolve()
    return (endpoint, fields) => {
      last = last
        .then(() => this.request(owner, endpoint, fields))
        .catch((error: unknown) => {
          if (!(error instanceof DeliveryError)) throw error
        })
    }
  }
}
