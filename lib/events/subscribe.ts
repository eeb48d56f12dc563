import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { log } from '#lib/log.ts'
import { DOMAIN_EVENTS } from './types.ts'

/** A row of domain_events that was committed; it is read inside its business. */
export interface EventHint {
  businessId: string
  id: bigint
  /** As the notification has it, which anybody may send: enough to leave the row unread, not to believe it. */
  type: string
}

export interface Subscription {
  isConnected(): boolean
  close(): Promise<void>
}

const PING_MS = 4_000
const LONGEST_PAUSE_MS = 5_000

/**
 * Hears every event of every business over one LISTEN connection. What was committed while the connection was lost is
 * never told: after each reconnect onReconnect runs, and everything on screen is read again. Throws when the first
 * connection fails; later ones are repeated until close.
 */
export async function subscribe(
  listenUrl: string,
  onEvent: (hint: EventHint) => void,
  onReconnect: () => void,
): Promise<Subscription> {
  let closed = false
  let client: pg.Client | undefined = await listen(listenUrl, onEvent, lost)

  function lost(cause: unknown): void {
    client = undefined
    if (closed) return
    log.warn('the event connection was lost', { error: cause })
    void reconnect()
  }

  async function reconnect(): Promise<void> {
    for (let pauseMs = 50; !closed; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await pause(pauseMs * (0.5 + Math.random()), undefined, { ref: false })
      try {
        const next = await listen(listenUrl, onEvent, lost)
        if (closed) return await next.end()
        client = next
        return onReconnect()
      } catch (error) {
        log.warn('the event connection cannot be made', { error })
      }
    }
  }

  return {
    isConnected: () => client !== undefined,
    close: async () => {
      closed = true
      await client?.end()
    },
  }
}

/** Calls lost once, when the connection ends or no longer answers its pings; a dead peer sends no end. */
async function listen(
  url: string,
  onEvent: (hint: EventHint) => void,
  lost: (cause: unknown) => void,
): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 3_000 })
  let cause: unknown
  client.on('error', (error) => {
    cause ??= error
  })
  client.on('notification', ({ payload }) => {
    const [businessId, id, type = ''] = (payload ?? '').split(':')
    if (businessId && id) onEvent({ businessId, id: BigInt(id), type })
  })
  await client.connect()
  await client.query(`listen ${DOMAIN_EVENTS}`).catch(async (error: unknown) => {
    await client.end()
    throw error
  })
  const ping = setInterval(() => {
    client.query('select 1').catch((error: unknown) => {
      cause ??= error
      client.connection.stream.destroy()
    })
  }, PING_MS)
  client.once('end', () => {
    clearInterval(ping)
    lost(cause)
  })
  return client
}
