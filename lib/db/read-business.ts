import type pg from 'pg'
import { AppError } from '#lib/errors.ts'
import { pool } from './client.ts'
import { type Sql, sql } from './sql.ts'
import { signContext } from './with-business.ts'

/** What only reads is asked through: a transaction of withBusiness or of readBusiness. */
export interface Reader {
  $queryRaw<T = unknown>(query: TemplateStringsArray | Sql, ...values: unknown[]): Promise<T>
}

/**
 * Runs SQL that only reads inside one business, like withBusiness, but on the pool itself: for lists, figures and exports,
 * where Prisma's share of time and memory shows. Throws `not_ready` when no connection comes free.
 */
export async function readBusiness<T>(businessId: string, run: (tx: Reader) => Promise<T>): Promise<T> {
  const client = await pool()
    .connect()
    .catch((error: unknown) => {
      throw new AppError('not_ready', 'The database is busy.', { cause: error })
    })
  // A lost connection is also told to whoever waits for an answer; without a listener it would end the process.
  client.on('error', isTold)
  let broken = true
  try {
    await client.query('begin read only')
    await client.query(`select set_config('offhook.ctx', $1, true)`, [signContext(businessId)])
    const result = await run(readerOver(client))
    await client.query('commit')
    broken = false
    return result
  } catch (error) {
    broken = await client.query('rollback').then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    client.off('error', isTold)
    client.release(broken)
  }
}

const isTold = () => {}

const readerOver = (client: pg.PoolClient): Reader => ({
  async $queryRaw<T>(query: TemplateStringsArray | Sql, ...values: unknown[]) {
    const { text, values: bound } = 'text' in query ? query : sql(query, ...values)
    return (await client.query(text, bound)).rows as T
  },
})
