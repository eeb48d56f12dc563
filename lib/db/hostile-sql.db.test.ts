import { createHmac } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, newSid } from '#lib/ids.ts'
import { createTestBusiness, type TestBusiness } from './test-business.ts'
import { connectAs, inContext, outcomeOf } from './test-connection.ts'
import { createTestRows } from './test-rows.ts'
import { signContext } from './with-business.ts'

const DENIED = '42501' // both "permission denied" and "violates row-level security policy"
const FOREIGN_KEY = '23503'
const TENANT_TABLES = [
  'api_keys',
  'assistant_conversations',
  'assistant_credentials',
  'assistants',
  'audit_entries',
  'call_attempts',
  'call_comments',
  'call_events',
  'call_legs',
  'call_rollup_changes',
  'call_rollups',
  'calls',
  'carrier_accounts',
  'conversation_turns',
  'dialling_rules',
  'domain_events',
  'exports',
  'memberships',
  'phone_numbers',
  'quality_samples',
  'recording_proofs',
  'recordings',
  'saved_views',
  'transcript_segments',
  'transcripts',
  'verified_caller_ids',
]

let app: pg.Client
let victim: TestBusiness
let attacker: TestBusiness
let victimCall: string

beforeAll(async () => {
  app = await connectAs('APP_DATABASE_URL')
  ;[victim, attacker] = [await createTestBusiness(), await createTestBusiness()]
  victimCall = await createTestRows(victim)
  await createTestRows(attacker)
})
afterAll(() => app.end())

const asAttacker = <T>(work: () => Promise<T>) => inContext(app, attacker.businessId, work)
const count = async (from: string, values: unknown[] = []) =>
  Number((await app.query<{ n: string }>(`select count(*) as n from ${from}`, values)).rows[0]!.n)

/** All columns that are not worked out from others. */
async function writableColumns(table: string): Promise<string> {
  const { rows } = await app.query<{ columns: string }>(
    `select string_agg(column_name, ', ' order by ordinal_position) as columns from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  )
  return rows[0]!.columns
}

test('the tables of this test are all there are', async () => {
  const { rows } = await app.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'business_id'
     and table_name not in ('single_use_tokens', 'webhook_deliveries') order by 1`,
  )
  expect(rows.map((row) => row.name)).toEqual(TENANT_TABLES)
})

describe.each([...TENANT_TABLES, 'businesses'])('%s', (table) => {
  const column = table === 'businesses' ? 'id' : 'business_id'

  test('shows the own rows only', async () => {
    expect(await inContext(app, victim.businessId, () => count(table))).toBeGreaterThan(0)
    expect(await asAttacker(() => count(table))).toBeGreaterThan(0)
    expect(await asAttacker(() => count(`${table} where ${column} = $1`, [victim.businessId]))).toBe(0)
    expect(await asAttacker(() => count(`${table} where ${column} <> $1`, [attacker.businessId]))).toBe(0)
    expect(await count(table)).toBe(0)
  })

  test("does not let another business's rows be changed, deleted or moved", async () => {
    await asAttacker(async () => {
      const theirs = `where ${column} = '${victim.businessId}'`
      expect([0, DENIED]).toContain(await outcomeOf(app, `update ${table} set ${column} = ${column} ${theirs}`))
      expect([0, DENIED]).toContain(await outcomeOf(app, `delete from ${table} ${theirs}`))
      expect(await outcomeOf(app, `update ${table} set ${column} = '${victim.businessId}'`)).toBe(DENIED)
      expect(await outcomeOf(app, `truncate ${table} cascade`)).toBe(DENIED)
    })
    expect(await inContext(app, victim.businessId, () => count(table))).toBeGreaterThan(0)
  })

  test('does not take a row for another business', async () => {
    const { rows } = await inContext(app, victim.businessId, () =>
      app.query<{ row: unknown }>(`select to_jsonb(t) as row from ${table} t limit 1`),
    )
    const columns = await writableColumns(table)
    const insert = `insert into ${table} (${columns}) overriding system value
      select ${columns} from jsonb_populate_record(null::${table}, $1)`
    await asAttacker(async () => expect(await outcomeOf(app, insert, [rows[0]!.row])).toBe(DENIED))
  })
})

describe('the context', () => {
  const visible = async (context: string) => {
    await app.query('begin')
    try {
      await app.query(`select set_config('offhook.ctx', $1, true)`, [context])
      return await count('calls')
    } finally {
      await app.query('rollback')
    }
  }
  const minuteMs = 60_000

  test('opens nothing when it is empty, forged, cut, for another business, or signed with another key', async () => {
    const genuine = signContext(victim.businessId)
    const [business, minute, mac] = genuine.split('.')
    const wrongMac = createHmac('sha256', 'guess').update(`${business}|${minute}`).digest('hex')
    expect(await visible(genuine)).toBe(1)
    for (const context of [
      '',
      '.',
      '..',
      'x.y.z',
      business!,
      `${business}.${minute}`,
      `${business}.${minute}.`,
      `${business}.${minute}.${wrongMac}`,
      `${business}.${Number(minute) + 1}.${mac}`,
      `${attacker.businessId}.${minute}.${mac}`,
      `${genuine}.x`,
      `${business}|${minute}.${minute}.${mac}`,
      genuine.toUpperCase(),
      "'; select 1; --",
    ]) {
      expect(await visible(context), context).toBe(0)
    }
  })

  test('is worth nothing three minutes away, before or after', async () => {
    const at = (ageMs: number) => visible(signContext(victim.businessId, Date.now() - ageMs))
    expect([await at(3 * minuteMs), await at(-3 * minuteMs), await at(60 * minuteMs)]).toEqual([0, 0, 0])
  })

  test('cannot be signed by whoever writes SQL: the key is out of reach', async () => {
    await asAttacker(async () => {
      expect(await outcomeOf(app, 'select * from sec.key')).toBe(DENIED)
      expect(await outcomeOf(app, `update sec.key set inner_pad = ''`)).toBe(DENIED)
      expect(
        await outcomeOf(
          app,
          `create or replace function sec.business() returns uuid language sql as 'select null::uuid'`,
        ),
      ).toBe(DENIED)
      expect(await outcomeOf(app, 'set role offhook_owner')).toBe(DENIED)
      expect(await outcomeOf(app, `set session authorization offhook_owner`)).toBe(DENIED)
      expect(await outcomeOf(app, 'alter table calls disable row level security')).toBe(DENIED)
      expect(await outcomeOf(app, 'drop policy business on calls')).toBe(DENIED)
    })
  })

  test('an injected set_config moves to no other business', async () => {
    await asAttacker(async () => {
      const injected = `${victim.businessId}.${Math.floor(Date.now() / minuteMs)}.${'0'.repeat(64)}`
      await app.query(`select set_config('offhook.ctx', '${injected}', true)`)
      expect(await count('calls')).toBe(0)
    })
  })

  test('is gone with the savepoint it was set in', async () => {
    await app.query('begin')
    await app.query('savepoint before')
    await app.query(`select set_config('offhook.ctx', $1, true)`, [signContext(victim.businessId)])
    expect(await count('calls')).toBe(1)
    await app.query('rollback to savepoint before')
    expect(await count('calls')).toBe(0)
    await app.query('rollback')
  })

  test('row_security = off is an error, not a way round', async () => {
    await asAttacker(async () => {
      await app.query('set local row_security = off')
      expect(await outcomeOf(app, 'select * from calls')).toBe(DENIED)
    })
  })

  test('is worked out once a query and is the condition of an index', async () => {
    await asAttacker(async () => {
      await app.query('set local enable_seqscan = off')
      await app.query('set local enable_sort = off')
      const { rows } = await app.query<{ 'QUERY PLAN': string }>(
        'explain select * from calls order by started_at desc, id desc limit 50',
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toMatch(/Index Cond: \(business_id = (\(InitPlan 1\)|\$0)/)
      expect(plan).not.toMatch(/Sort|Filter/)
    })
  })

  test("a temporary table does not stand in for ours inside the owner's functions", async () => {
    await asAttacker(async () => {
      await app.query('create temporary table carrier_accounts (like public.carrier_accounts)')
      await app.query('create temporary table key (one boolean, inner_pad bytea, outer_pad bytea)')
      const { rows } = await app.query('select account_sid from sec.account($1)', [victim.account.accountSid])
      expect(rows).toEqual([{ account_sid: victim.account.accountSid }])
      expect(await count('public.calls')).toBe(1)
    })
  })
})

describe("the searches that look in their owner's name", () => {
  const found = async (sql: string, values: unknown[]) =>
    (await app.query<{ ids: string[] }>(`select ${sql} as ids`, values)).rows[0]!.ids
  const SEARCHES: [string, unknown[]][] = [
    ['sec.search_calls(null, null, $1)', [1_000_000]],
    ['sec.search_calls($1, null, $2)', ['+', 1_000_000]],
    ['sec.search_calls(null, $1, $2)', [[], 1_000_000]],
    ['sec.search_transcripts($1, $2)', ['good morning', 1_000_000]],
    ['sec.search_terms($1, $2, null, $3)', [['+', '4'], [null, null], 1_000_000]],
    ['sec.search_terms($1, $2, $3, $4)', [['nowhere', '+'], ['good morning', null], [], 1_000_000]],
    ['sec.search_terms($1, $2, null, $3)', [['+', 'nowhere'], [null, 'morning'], 1_000_000]],
    ['sec.search_terms($1, $2, null, $3)', [['nowhere', 'nothing'], ['good', 'morning'], 1_000_000]],
    ['sec.search_terms($1, $2, null, $3)', [['+', '', 'nowhere'], [null, null, 'good'], 1_000_000]],
  ]

  test.each(SEARCHES)('%s finds in the own business only', async (sql, values) => {
    await inContext(app, victim.businessId, async () => {
      expect(await found(sql, values)).toContain(victimCall)
      await app.query(`select set_config('offhook.ctx', $1, true)`, [signContext(attacker.businessId)])
      const theirs = await found(sql, values)
      expect(theirs).toHaveLength(1)
      expect(theirs).not.toContain(victimCall)
    })
  })

  test.each(SEARCHES)('%s finds nothing without a context or with a forged one', async (sql, values) => {
    expect(await found(sql, values)).toEqual([])
    await asAttacker(async () => {
      await app.query(`select set_config('offhook.ctx', $1, true)`, [`${victim.businessId}.1.${'0'.repeat(64)}`])
      expect(await found(sql, values)).toEqual([])
    })
  })

  test('take wildcards literally, and text as text', async () => {
    await asAttacker(async () => {
      for (const text of ['%', '_', '+%', '\\', "' or true --"]) {
        expect(await found('sec.search_calls($1, null, 10)', [text]), text).toEqual([])
      }
      expect(await found('sec.search_transcripts($1, 10)', ["') or true --"])).toEqual([])
      for (const text of ['%', '\\', "') or true --"])
        expect(await found('sec.search_terms($1, $1, null, 10)', [['+', text]]), text).toEqual([])
    })
  })
})

describe('references', () => {
  test("to another business's call, user or account are refused", async () => {
    const { businessId } = attacker
    const insertLeg = `insert into call_legs (business_id, id, call_id, account_sid, call_sid, role, status, started_at)
      values ($1, $2, $3, $4, $5, 'agent', 'ringing', now())`
    await asAttacker(async () => {
      const leg = [businessId, newId(), victimCall, attacker.account.accountSid, newSid('CA')]
      expect(await outcomeOf(app, insertLeg, leg)).toBe(FOREIGN_KEY)
      expect(await outcomeOf(app, 'update calls set user_id = $1', [victim.users.agent.userId])).toBe(FOREIGN_KEY)
      expect(await outcomeOf(app, 'update call_events set call_id = $1', [victimCall])).toBe(FOREIGN_KEY)
      expect(await outcomeOf(app, 'update phone_numbers set carrier_account_id = $1', [victim.account.id])).toBe(
        FOREIGN_KEY,
      )
    })
  })

  test('the same CallSid in two businesses collides with nothing, so it tells nothing', async () => {
    const { rows } = await inContext(app, victim.businessId, () =>
      app.query<{ call_sid: string; account_sid: string }>('select call_sid, account_sid from call_legs'),
    )
    await asAttacker(async () => {
      const same = 'update call_legs set call_sid = $1, account_sid = $2'
      expect(await outcomeOf(app, same, [rows[0]!.call_sid, rows[0]!.account_sid])).toBe(1)
    })
  })
})

describe('people', () => {
  test('are seen by the businesses they belong to, and changed by none', async () => {
    await asAttacker(async () => {
      expect(await count('users where id = $1', [victim.users.owner.userId])).toBe(0)
      expect(await count('users')).toBe(4)
      expect(await outcomeOf(app, `update users set name = 'x'`)).toBe(DENIED)
      expect(await outcomeOf(app, 'delete from users')).toBe(DENIED)
    })
  })

  test('keep their password hashes from every query but the sign-in', async () => {
    await asAttacker(async () => {
      expect(await outcomeOf(app, 'select password_hash from users')).toBe(DENIED)
      expect(await outcomeOf(app, 'select * from users')).toBe(DENIED)
    })
  })
})

describe('ledgers', () => {
  test('are never rewritten: audit entries not at all, call events only attached to a call', async () => {
    await asAttacker(async () => {
      expect(await outcomeOf(app, `update audit_entries set actor = 'x'`)).toBe(DENIED)
      expect(await outcomeOf(app, 'delete from audit_entries')).toBe(DENIED)
      expect(await outcomeOf(app, `update call_events set payload = '{}'`)).toBe(DENIED)
      expect(await outcomeOf(app, 'delete from call_events')).toBe(DENIED)
      expect(await outcomeOf(app, 'update call_events set call_id = call_id')).toBe(1)
    })
  })
})

describe('the queue', () => {
  test('is reached by enqueue alone', async () => {
    await asAttacker(async () => {
      expect(await outcomeOf(app, 'select * from graphile_worker._private_jobs')).toBe(DENIED)
      expect(await outcomeOf(app, 'select * from graphile_worker.jobs')).toBe(DENIED)
      expect(await outcomeOf(app, `select graphile_worker.add_job('x')`)).toBe(DENIED)
      expect(await outcomeOf(app, `select graphile_worker.force_unlock_workers('{}')`)).toBe(DENIED)
      expect(await outcomeOf(app, `select graphile_worker.enqueue('x', '{}', null)`)).toBe(1)
    })
  })

  test("its role reads none of the businesses' tables", async () => {
    const jobs = await connectAs('JOBS_DATABASE_URL')
    try {
      await inContext(jobs, victim.businessId, async () => {
        for (const table of [...TENANT_TABLES, 'businesses', 'users', 'single_use_tokens', 'sec.key']) {
          expect(await outcomeOf(jobs, `select * from ${table}`), table).toBe(DENIED)
        }
        expect(await outcomeOf(jobs, 'select sec.login(null)')).toBe(DENIED)
      })
    } finally {
      await jobs.end()
    }
  })
})
