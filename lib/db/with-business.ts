import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { type Database, database } from './client.ts'
import { Prisma } from './generated/client.ts'

/** One transaction inside a business. */
export type Tx = Parameters<Parameters<Database['$transaction']>[0]>[0]

interface Options {
  /** The run has no effect outside its transaction: after a deadlock or serialization failure it runs again, up to 3 times. */
  repeatable?: boolean
  /** Another role's client (the seed runs as the owner). */
  on?: Database
}

/**
 * Runs a transaction inside one business: rows of others do not exist in it. Long work does not belong here, a context
 * older than a minute or two sees nothing. Throws `not_ready` when no connection comes free in 5 s.
 */
export async function withBusiness<T>(
  businessId: string,
  run: (tx: Tx) => Promise<T>,
  options: Options = {},
): Promise<T> {
  for (let repeats = options.repeatable ? 3 : 0; ; repeats--) {
    try {
      return await (options.on ?? database()).$transaction(async (tx) => {
        await tx.$executeRaw`select set_config('offhook.ctx', ${signContext(businessId)}, true)`
        return run(tx)
      })
    } catch (error) {
      if (isBusy(error)) throw new AppError('not_ready', 'The database is busy.', { cause: error })
      if (repeats === 0 || !isConflict(error)) throw error
      await pause(Math.random() * 50)
    }
  }
}

/** business.minute.mac, as sec.business() checks it. */
export function signContext(businessId: string, nowMs: number = Date.now()): string {
  const minute = Math.floor(nowMs / 60_000)
  const mac = createHmac('sha256', Buffer.from(env().CONTEXT_KEY, 'hex'))
    .update(`${businessId}|${minute}`)
    .digest('hex')
  return `${businessId}.${minute}.${mac}`
}

/** No connection came free in time (P2028), or none can be made (P1001). */
const isBusy = (error: unknown) => isKnown(error) && (error.code === 'P2028' || error.code === 'P1001')

/** A deadlock or serialization failure; that of a raw query has a general code, and this name in what the driver said. */
const isConflict = (error: unknown) =>
  isKnown(error) && (error.code === 'P2034' || driverErrorOf(error)?.message === 'TransactionWriteConflict')

const isKnown = (error: unknown) => error instanceof Prisma.PrismaClientKnownRequestError

const driverErrorOf = ({ meta }: Prisma.PrismaClientKnownRequestError) =>
  meta?.driverAdapterError instanceof Error ? meta.driverAdapterError : undefined
