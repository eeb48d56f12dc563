import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/ids.ts'
import { Prisma } from './generated/client.ts'
import { connectAs } from './test-connection.ts'
import { type Tx, withBusiness } from './with-business.ts'

let owner: pg.Client
beforeAll(async () => {
  owner = await connectAs('DATABASE_URL')
})
afterAll(() => owner.end())

const GLOBAL = [
  '_prisma_migrations',
  'businesses',
  'rate_windows',
  'single_use_tokens',
  'users',
  'webhook_deliveries',
  'worker_heartbeats',
]
const POLICY = '(business_id = ( SELECT sec.business() AS business))'

/** The first column of every row, as text. */
async function list(sql: string): Promise<string[]> {
  const { rows } = await owner.query<unknown[]>({ text: sql, rowMode: 'array' })
  return rows.map((row) => String(row[0]))
}

const tables = () =>
  list(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`)
const tenantTables = async () => (await tables()).filter((name) => !GLOBAL.includes(name))

test('only the listed tables belong to no business', async () => {
  expect((await tables()).filter((name) => GLOBAL.includes(name))).toEqual(GLOBAL)
  expect((await tenantTables()).length).toBeGreaterThanOrEqual(10)
})

test('every table of a business has keys that begin with the business', async () => {
  const first = await list(`
    select c.relname || '.' || a.attname from pg_constraint k join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'p' and c.relnamespace = 'public'::regnamespace order by 1`)
  expect(first.filter((key) => !GLOBAL.includes(key.split('.')[0]!))).toEqual(
    (await tenantTables()).map((name) => `${name}.business_id`),
  )
})

test('a foreign key between tables of a business carries the business', async () => {
  const loose = await list(`
    select k.conname from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace
      and k.confrelid::regclass::text not in ('businesses', 'users')
      and not exists (select from unnest(k.conkey, k.confkey) pair(here, there)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = here
        join pg_attribute b on b.attrelid = k.confrelid and b.attnum = there
        where a.attname = 'business_id' and b.attname = 'business_id')`)
  expect(loose).toEqual([])
})

test('row-level security is enabled and forced, with one policy text', async () => {
  const forced = await list(`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relrowsecurity and relforcerowsecurity order by 1`)
  expect(forced).toEqual([...(await tenantTables()), 'businesses', 'users'].sort())

  const { rows } = await owner.query(`
    select tablename, cmd, permissive, roles::text[] as roles, qual, with_check from pg_policies where policyname = 'business'
      and tablename not in ('businesses', 'users') order by tablename`)
  expect(rows).toEqual(
    (await tenantTables()).map((tablename) => ({
      tablename,
      cmd: 'ALL',
      permissive: 'PERMISSIVE',
      roles: ['public'],
      qual: POLICY,
      with_check: POLICY,
    })),
  )
})

test('the policies beside the one text are these', async () => {
  const others = await list(`
    select tablename || ' ' || policyname || ' ' || cmd || ' ' || roles::text from pg_policies
    where policyname <> 'business' or tablename in ('businesses', 'users') order by 1`)
  expect(others).toEqual([
    'api_keys lookup SELECT {offhook_owner}',
    'businesses business ALL {public}',
    'businesses lookup SELECT {offhook_owner}',
    'calls lookup SELECT {offhook_owner}',
    'carrier_accounts lookup SELECT {offhook_owner}',
    'memberships lookup SELECT {offhook_owner}',
    'transcripts lookup SELECT {offhook_owner}',
    'users addition INSERT {public}',
    'users business SELECT {public}',
    'users lookup SELECT {offhook_owner}',
    'users upkeep UPDATE {offhook_owner}',
  ])
})

test('the roles can do no more than they need', async () => {
  const { rows } = await owner.query(`
    select rolname, rolsuper or rolbypassrls or rolcreatedb or rolreplication as mighty, rolcreaterole
    from pg_roles where rolname like 'offhook%' order by 1`)
  expect(rows).toEqual([
    { rolname: 'offhook_app', mighty: false, rolcreaterole: false },
    { rolname: 'offhook_jobs', mighty: false, rolcreaterole: false },
    { rolname: 'offhook_owner', mighty: false, rolcreaterole: true },
  ])
  expect(await list(`select unnest(rolconfig) from pg_roles where rolname = 'offhook_app' order by 1`)).toEqual([
    'idle_in_transaction_session_timeout=10s',
    'statement_timeout=15s',
  ])
  const owned = await list(`select relname from pg_class where relowner = 'offhook_app'::regrole`)
  const jobs =
    await list(`select distinct relnamespace::regnamespace::text from pg_class where relowner = 'offhook_jobs'::regrole
    and relkind <> 't' and relnamespace <> 'pg_toast'::regnamespace`)
  expect({ owned, jobs }).toEqual({ owned: [], jobs: ['graphile_worker'] })
  const { rows: creates } = await owner.query(`
    select r as role, has_database_privilege(r, current_database(), 'CREATE') as database,
      has_schema_privilege(r, 'public', 'CREATE') as public from unnest(array['offhook_app', 'offhook_jobs']) r`)
  expect(creates).toEqual([
    { role: 'offhook_app', database: false, public: false },
    { role: 'offhook_jobs', database: false, public: false },
  ])
})

test('the app role truncates nothing, and the ledgers only grow', async () => {
  const granted = await list(`
    select table_schema || '.' || table_name || ' ' || string_agg(privilege_type, ',' order by privilege_type)
    from information_schema.role_table_grants where grantee in ('offhook_app', 'PUBLIC')
      and table_schema not in ('pg_catalog', 'information_schema') group by table_schema, table_name order by 1`)
  expect(granted.filter((line) => /TRUNCATE|TRIGGER|REFERENCES/.test(line))).toEqual([])
  expect(granted.filter((line) => !line.startsWith('public.'))).toEqual([])
  expect(granted).toContain('public.audit_entries INSERT,SELECT')
  expect(granted).toContain('public.call_events INSERT,SELECT')
  expect(granted).toContain('public.recording_proofs INSERT,SELECT')
  expect(granted).toContain('public.users INSERT')
})

test('the functions that run as their owner are the listed ones, with a search path of their own', async () => {
  const { rows } = await owner.query(`
    select p.oid::regprocedure::text as name, p.proconfig as config, has_function_privilege('public', p.oid, 'execute') as open
    from pg_proc p where p.prosecdef and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    order by 1`)
  const names = [
    'graphile_worker.enqueue(text,json,text)',
    'sec.account(text)',
    'sec.api_key(text)',
    'sec.business()',
    'sec.businesses()',
    'sec.change_password(uuid,text,text)',
    'sec.login(text)',
    'sec.membership_session(uuid,uuid)',
    'sec.search_calls(text,text[],integer)',
    'sec.search_terms(text[],text[],text[],integer)',
    'sec.search_transcripts(text,integer)',
  ]
  const path = 'search_path=pg_catalog, pg_temp'
  const planned = [path, 'plan_cache_mode=force_custom_plan', 'enable_seqscan=off', 'enable_indexscan=off']
  const config = (name: string) => (name.startsWith('sec.search') ? planned : [path])
  expect(rows).toEqual(names.map((name) => ({ name, config: config(name), open: false })))
})

test('columns are of the types we allow: instants with zone, text instead of enums, no floats', async () => {
  const refused = await list(`
    select table_name || '.' || column_name || ' ' || data_type from information_schema.columns where table_schema = 'public'
      and (data_type in ('timestamp without time zone', 'time without time zone', 'real', 'double precision', 'money', 'json')
        or data_type like 'USER-DEFINED')`)
  expect(refused).toEqual([])
  expect(await list(`select typname from pg_type where typtype = 'e'`)).toEqual([])
})

test('there is no view or materialized view that would look past row-level security', async () => {
  const views = await list(`
    select relname from pg_class where relnamespace = 'public'::regnamespace
      and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions::text like '%security_invoker=true%', false))`)
  expect(views).toEqual([])
})

test('every column of words is checked', async () => {
  const checked = await list(`
    select k.conrelid::regclass || '.' || a.attname from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'c' and k.connamespace = 'public'::regnamespace order by 1`)
  const words = await list(`
    select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'
      and column_name in ('role', 'status', 'origin', 'direction', 'outcome', 'ended_by', 'source', 'state') order by 1`)
  expect(checked).toEqual(expect.arrayContaining(words))
})

test('every column of the schema file is in the database, and the app role may read it', async () => {
  const names = Object.keys(Prisma.ModelName).map((name) => name[0]!.toLowerCase() + name.slice(1))
  await withBusiness(newId(), async (tx) => {
    const tables = tx as unknown as Record<string, Pick<Tx['business'], 'findFirst'>>
    const shared = ['rateWindow', 'singleUseToken', 'webhookDelivery', 'workerHeartbeat']
    for (const name of names) {
      const found = await tables[name]!.findFirst()
      if (!shared.includes(name)) expect(found, name).toBeNull()
    }
  })
})
