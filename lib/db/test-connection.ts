import pg from 'pg'
import { signContext } from './with-business.ts'

/** A connection of a test's own, as a role whose URL stands in the environment. */
export async function connectAs(
  variable: 'DATABASE_URL' | 'APP_DATABASE_URL' | 'JOBS_DATABASE_URL',
): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env[variable] })
  await client.connect()
  return client
}

/** Runs SQL in a transaction inside a business, without Prisma, and rolls back. */
export async function inContext<T>(client: pg.Client, businessId: string, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    await client.query(`select set_config('offhook.ctx', $1, true)`, [signContext(businessId)])
    return await work()
  } finally {
    await client.query('rollback')
  }
}

/** The SQLSTATE a statement fails with, or the number of rows it touched. */
export async function outcomeOf(client: pg.Client, sql: string, values: unknown[] = []): Promise<string | number> {
  await client.query('savepoint attempt')
  try {
    const { rowCount } = await client.query(sql, values)
    return rowCount ?? 0
  } catch (error) {
    await client.query('rollback to savepoint attempt')
    return (error as pg.DatabaseError).code ?? String(error)
  }
}
