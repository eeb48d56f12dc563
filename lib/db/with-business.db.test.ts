import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDatabase, database, openDatabase, pool } from './client.ts'
import { createTestBusiness, type TestBusiness } from './test-business.ts'
import { createTestRows } from './test-rows.ts'
import { type Tx, withBusiness } from './with-business.ts'

let businesses: TestBusiness[]
let admin: pg.Pool // may cancel and end connections of its own role

beforeAll(async () => {
  admin = new pg.Pool({ connectionString: process.env.APP_DATABASE_URL, max: 5 })
  businesses = await Promise.all(Array.from({ length: 5 }, () => createTestBusiness()))
  for (const business of businesses) await createTestRows(business)
})
afterAll(async () => {
  await admin.end()
  await closeDatabase()
})

const seenBusinesses = async (tx: Tx) =>
  (await tx.call.findMany({ select: { businessId: true } })).map((row) => row.businessId)

function deferred() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

const pidOf = async (tx: Tx) => {
  const rows = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`
  return rows[0]!.pid
}

describe('a pooled connection', () => {
  const mishaps: Record<string, (tx: Tx) => Promise<unknown>> = {
    none: async () => {},
    'an error of ours': () => Promise.reject(new Error('on purpose')),
    'an SQL error': (tx) => tx.$queryRaw`select 1 / 0`,
    'a timeout': async (tx) => {
      await tx.$executeRaw`set local statement_timeout = 5`
      await tx.$queryRaw`select pg_sleep(1)::text`
    },
    'a cancel': async (tx) => {
      const pid = await pidOf(tx)
      const asleep = tx.$queryRaw`select pg_sleep(60)::text`
      await Promise.all([asleep, cancelOnceAsleep(pid)])
    },
    'a lost connection': async (tx) => {
      const pid = await pidOf(tx)
      await admin.query('select pg_terminate_backend($1)', [pid])
      await tx.$queryRaw`select 1`
    },
  }

  async function cancelOnceAsleep(pid: number): Promise<void> {
    for (;;) {
      const { rowCount } = await admin.query(
        `select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and state = 'active' and query like '%pg_sleep%'`,
        [pid],
      )
      if (rowCount) return
    }
  }

  test('keeps no context, whatever happened to its last transaction', { timeout: 60_000 }, async () => {
    const kinds = Object.keys(mishaps)
    const seen: { wanted: string; got: string[] }[] = []
    const worker = async (number: number) => {
      for (let round = 0; round < 6; round++) {
        const { businessId } = businesses[(number + round) % businesses.length]!
        const mishap = mishaps[kinds[(number * 7 + round) % kinds.length]!]!
        await withBusiness(businessId, async (tx) => {
          seen.push({ wanted: businessId, got: await seenBusinesses(tx) })
          await mishap(tx)
        }).catch(() => {}) // the mishap itself; what was seen is judged below
        const { rows } = await pool().query('select business_id from calls')
        seen.push({ wanted: 'none', got: rows.map((row) => row.business_id as string) })
      }
    }
    await Promise.all(Array.from({ length: 50 }, (_, number) => worker(number)))
    for (const { wanted, got } of seen) expect(got).toEqual(wanted === 'none' ? [] : [wanted])
    expect(seen.length).toBeGreaterThan(500)
  })

  test('shows nothing outside a business', async () => {
    expect(await database().call.count()).toBe(0)
    expect(await database().user.count()).toBe(0)
  })
})

test('a transaction begun inside another keeps its own business', async () => {
  const [first, second] = businesses
  await withBusiness(first!.businessId, async (tx) => {
    const inner = await withBusiness(second!.businessId, seenBusinesses)
    expect(inner).toEqual([second!.businessId])
    expect(await seenBusinesses(tx)).toEqual([first!.businessId])
  })
})

test('a password hash is in no row that Prisma reads', async () => {
  const { businessId, users } = businesses[0]!
  const member = await withBusiness(businessId, (tx) =>
    tx.membership.findFirstOrThrow({ where: { userId: users.agent.userId }, include: { user: true } }),
  )
  expect(member.user).toMatchObject({ email: users.agent.email })
  expect(member.user).not.toHaveProperty('passwordHash')
})

describe('a deadlock', () => {
  /** Two transactions that update two rows in opposite order, each waiting until the other holds its first. */
  async function deadlock(repeatable: boolean) {
    const { businessId, users } = businesses[1]!
    const ids = [users.owner.membershipId, users.admin.membershipId]
    const holding = [0, 1].map(() => deferred())
    let runs = 0
    const update = (tx: Tx, id: string) =>
      tx.membership.update({ where: { businessId_id: { businessId, id } }, data: { lastLiveAt: new Date() } })
    const side = (own: 0 | 1) =>
      withBusiness(
        businessId,
        async (tx) => {
          runs++
          await update(tx, ids[own]!)
          holding[own]!.resolve()
          await holding[1 - own]!.promise
          await update(tx, ids[1 - own]!)
        },
        { repeatable },
      )
    const results = await Promise.allSettled([side(0), side(1)])
    return { runs, failed: results.filter((result) => result.status === 'rejected').length }
  }

  test('runs a repeatable transaction again', async () => {
    expect(await deadlock(true)).toEqual({ runs: 3, failed: 0 })
  })

  test('fails one that has not said so', async () => {
    expect(await deadlock(false)).toEqual({ runs: 2, failed: 1 })
  })
})

test('serialization failures are repeated three times and then shown', async () => {
  let runs = 0
  const failing = withBusiness(
    businesses[0]!.businessId,
    async (tx) => {
      runs++
      await tx.$executeRaw`do $$ begin raise exception 'conflict' using errcode = '40001'; end $$`
    },
    { repeatable: true },
  )
  await expect(failing).rejects.toThrow(/conflict/)
  expect(runs).toBe(4)
})

test('says not_ready when there is no database', async () => {
  const nowhere = openDatabase('postgresql://offhook_app:x@127.0.0.1:1/offhook')
  const lost = withBusiness(businesses[0]!.businessId, async () => {}, { on: nowhere })
  await expect(lost).rejects.toMatchObject({ code: 'not_ready' })
  await nowhere.$disconnect()
})

test('says not_ready, not an unknown error, when no connection comes free', { timeout: 30_000 }, async () => {
  const release = deferred()
  const { businessId } = businesses[0]!
  const holders = Array.from({ length: 15 }, () => withBusiness(businessId, () => release.promise))
  try {
    await expect(withBusiness(businessId, async () => {})).rejects.toMatchObject({ code: 'not_ready' })
  } finally {
    release.resolve()
    await Promise.all(holders)
  }
  await Promise.all(holders.map(() => withBusiness(businessId, seenBusinesses)))
  expect([pool().totalCount - pool().idleCount, pool().waitingCount]).toEqual([0, 0])
})
