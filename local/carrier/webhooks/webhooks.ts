import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { CarrierAccount } from '../accounts.ts'
import { type Faults, kindOf } from '../faults.ts'
import type { Journal } from '../journal.ts'
import { Cookies } from './cookies.ts'
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

/** Of a reply's body, in the journal. */
const LOGGED_LETTERS = 500
/** Calls whose cookies are remembered. */
const KEPT_CALLS = 500

/** Requests to applications, signed by their account and written into the journal. */
export class Webhooks {
  readonly #accounts: ReadonlyMap<string, CarrierAccount>
  readonly #journal: Journal
  readonly #faults: Faults
  readonly #cookies = new Map<string, Cookies>()

  constructor(accounts: ReadonlyMap<string, CarrierAccount>, journal: Journal, faults: Faults) {
    this.#accounts = accounts
    this.#journal = journal
    this.#faults = faults
  }

  /** Asks an application and gives its reply whatever the status; throws DeliveryError when none came. */
  async request(owner: Owner, { url, method }: Endpoint, fields: Fields, token?: string): Promise<Reply> {
    const { sid: accountSid, authToken } = this.#accounts.get(owner.accountSid)!
    const startedAt = Date.now()
    const note = (outcome: Record<string, unknown>) =>
      this.#journal.write('webhook', { ...owner, url, method, fields, ms: Date.now() - startedAt, ...outcome })
    const cookies = owner.callSid === undefined ? undefined : this.#cookiesOf(owner.callSid)
    try {
      const reply = await send({ accountSid, authToken, url, method, fields, cookies, ...(token && { token }) })
      note({ status: reply.status, body: reply.body.slice(0, LOGGED_LETTERS) })
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
      const { callbacks } = this.#faults.plan
      const fate = this.#faults.callback(kindOf(fields))
      const token = randomUUID()
      const post = () => this.#post(owner, endpoint, fields, token)
      if (fate === 'drop') return
      if (fate === 'reorder') return void wait(callbacks.delayMs).then(post)
      if (fate === 'delay') last = last.then(() => wait(callbacks.delayMs))
      last = last.then(post)
      if (fate === 'duplicate') last = last.then(post)
    }
  }

  /** One callback; that nobody took it is in the journal. */
  async #post(owner: Owner, endpoint: Endpoint, fields: Fields, token: string): Promise<void> {
    try {
      await this.request(owner, endpoint, fields, token)
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
    }
  }

  #cookiesOf(callSid: string): Cookies {
    const cookies = this.#cookies.get(callSid) ?? new Cookies()
    this.#cookies.delete(callSid)
    this.#cookies.set(callSid, cookies)
    const [oldest] = this.#cookies.keys()
    if (this.#cookies.size > KEPT_CALLS && oldest !== undefined) this.#cookies.delete(oldest)
    return cookies
  }
}
