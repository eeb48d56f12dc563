import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDatabase, pool } from './client.ts'
import { type Reader, readBusiness } from './read-business.ts'
import { sql } from './sql.ts'
import { createTestBusiness, type TestBusiness } from './test-business.ts'
import { createTestRows } from './test-rows.ts'

let businesses: TestBusiness[]
beforeAll(async () => {
  businesses = [await createTestBusiness(), await createTestBusiness()]
  for (const business of businesses) await createTestRows(business)
})
afterAll(closeDatabase)

const seenBusinesses = async (tx: Reader) =>
  (await tx.$queryRaw<{ id: string }[]>`select distinct business_id as id from calls`).map(({ id }) => id)

test('reads inside the business, whatever happened to the connection before, and outside nothing', async () => {
  const mishaps: ((tx: Reader) => Promise<unknown>)[] = [
    async () => {},
    () => Promise.reject(new Error('on purpose')),
    (tx) => tx.$queryRaw`select 1 / 0`,
    (tx) => tx.$queryRaw`select pg_terminate_backend(pg_backend_pid())`,
    async (tx) => {
      await tx.$queryRaw`set local statement_timeout = 5`
      await tx.$queryRaw`select pg_sleep(1)`
    },
  ]
  const visit = async (round: number) => {
    const { businessId } = businesses[round % 2]!
    const seen: string[] = []
    await readBusiness(businessId, async (tx) => {
      seen.push(...(await seenBusinesses(tx)))
      await mishaps[round % mishaps.length]!(tx)
    }).catch(() => {}) // the mishap itself
    expect(seen).toEqual([businessId])
    expect((await pool().query('select from calls')).rowCount).toBe(0)
  }
  await Promise.all(Array.from({ length: 40 }, (_, round) => visit(round)))
  expect([pool().totalCount - pool().idleCount, pool().waitingCount]).toEqual([0, 0])
})

test('writes nothing', async () => {
  const writing = readBusiness(businesses[0]!.businessId, (tx) => tx.$queryRaw`update calls set notes = 'x'`)
  await expect(writing).rejects.toMatchObject({ code: '25006' })
})

test('takes a text or a part of SQL, with values bound', async () => {
  const text = `'; select 1 --`
  const [one, two] = await readBusiness(businesses[0]!.businessId, async (tx) => [
    await tx.$queryRaw`select ${text}::text as text, ${new Date(0)}::timestamptz as at, ${['a', 'b,"']}::text[] as list`,
    await tx.$queryRaw(sql`select ${text}::text as text`),
  ])
  expect(one).toEqual([{ text, at: new Date(0), list: ['a', 'b,"'] }])
  expect(two).toEqual([{ text }])
})

test('says not_ready when no connection can be had', async () => {
  const { connect } = pool()
  pool().connect = () => Promise.reject(new Error('timeout exceeded when trying to connect'))
  try {
    const waiting = readBusiness(businesses[0]!.businessId, async () => {})
    await expect(waiting).rejects.toMatchObject({ code: 'not_ready' })
  } finally {
    pool().connect = connect
  }
})
