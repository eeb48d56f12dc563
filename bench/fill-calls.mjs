/** Fills an empty, migrated database with calls as businesses have them, inside PostgreSQL, as the tables' owner. */

const BUSINESSES = 50
/** Of n businesses in order of size, the k-th has a share of 1 / k ** SKEW: the largest has a fifth of all calls. */
const SKEW = 0.95
const PEOPLE = 20
const LINES = 5

/** Row-level security binds the owner too, triggers and foreign keys cost more than the rows: all come back at the end. */
const TABLES = [
  'businesses',
  'users',
  'memberships',
  'phone_numbers',
  'carrier_accounts',
  'calls',
  'call_events',
  'call_rollups',
]

/** Resolves with the businesses, largest first: { id, calls }; `extra` are calls of further ones. `say` is told how far it is. */
export async function fillCalls(owner, { calls: total, extra = [], say = () => {} }) {
  const businesses = [...shares(total), ...extra.map((calls, nth) => ({ id: idOf(BUSINESSES + nth), calls }))]
  await owner.query(`set maintenance_work_mem = '1GB'`)
  await owner.query(`set max_parallel_maintenance_workers = 2`)
  await owner.query('select setseed(0.5)')
  for (const table of TABLES) await owner.query(`alter table ${table} no force row level security`)
  await owner.query('alter table calls disable trigger user')
  const restore = await strip(owner, 'calls')
  try {
    for (const [index, business] of businesses.entries()) {
      await addBusiness(owner, business, index)
      await addCalls(owner, business)
    }
    say(`${total} calls written`)
    await addEvents(owner)
    await restore()
    say('indexes made')
    await addRollups(owner)
  } finally {
    await owner.query('alter table calls enable trigger user')
    for (const table of TABLES) await owner.query(`alter table ${table} force row level security`)
  }
  await owner.query('vacuum (analyze) calls, call_rollups, call_events')
  say('vacuumed')
  return businesses
}

function shares(total) {
  const weights = Array.from({ length: BUSINESSES }, (_, index) => 1 / (index + 1) ** SKEW)
  const sum = weights.reduce((one, other) => one + other)
  return weights.map((weight, index) => ({
    id: idOf(index),
    calls: Math.round((total * weight) / sum),
  }))
}

function idOf(index) {
  return `b0000000-0000-7000-8000-${String(index).padStart(12, '0')}`
}

/** Takes a table's indexes and foreign keys away; what it resolves with puts them back. */
async function strip(owner, table) {
  const { rows: keys } = await owner.query(
    `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint where conrelid = $1::regclass and contype = 'f'`,
    [table],
  )
  const { rows: indexes } = await owner.query(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as text from pg_index i
     where i.indrelid = $1::regclass and not i.indisprimary`,
    [table],
  )
  for (const { name } of keys) await owner.query(`alter table ${table} drop constraint "${name}"`)
  for (const { name } of indexes) await owner.query(`drop index ${name}`)
  return async () => {
    for (const { text } of indexes) await owner.query(text)
    for (const { name, text } of keys) await owner.query(`alter table ${table} add constraint "${name}" ${text}`)
  }
}

async function addBusiness(owner, { id }, index) {
  const zone = index % 2 === 0 ? 'Europe/London' : 'America/New_York'
  await owner.query(`insert into businesses (id, name, time_zone, country) values ($1, $2, $3, 'GB')`, [
    id,
    `Business ${index}`,
    zone,
  ])
  await owner.query(
    `with people as (
       insert into users (id, email, name, password_hash)
       select uuidv7(), 'agent' || n || '@' || $1 || '.example', 'Agent ' || n, '' from generate_series(1, ${PEOPLE}) n returning id)
     insert into memberships (business_id, id, user_id, role, carrier_identity)
     select $1::uuid, uuidv7(), id, 'agent', 'u_' || replace(id::text, '-', '') from people`,
    [id],
  )
  const account = `AC${String(index).padStart(32, '0')}`
  await owner.query(
    `insert into carrier_accounts (business_id, id, account_sid, auth_token_sealed, api_key_sid, api_key_secret_sealed, application_sid)
     values ($1, $1, $2, '', '', '', '')`,
    [id, account],
  )
  await owner.query(
    `insert into phone_numbers (business_id, id, number, label, number_sid, carrier_account_id)
     select $1::uuid, uuidv7(), '+4420794${String(60000 + index * 10).slice(0, 5)}' || n, 'Line ' || n, '', $1::uuid
     from generate_series(1, ${LINES}) n`,
    [id],
  )
}

const FIRST_NAMES = `array['Maria','Olivia','Amelia','Isla','Ava','Noah','Oliver','George','Arthur','Leo','Muhammad','Priya','Wei','Fatima','Sofia','Chloe','Jack','Harry','Zoë','Łukasz','Ines','Tomás','Ada','Grace','Ravi','Yusuf','Nia','Ewan','Siân','Rhys']`
const LAST_SYLLABLES = `array['har','win','bel','mor','ton','cas','fen','dal','ros','kin','ley','wood','field','stan','brook','lin','grey','mar','ash','den','cott','well','hurst','vale','wick','ford','by','thorp','combe','sey']`
const NOTES = `array['Asked for a new boiler.','Wants to be called back tomorrow.','Complaint about the bill, resolved.','Quote sent by e-mail.','No heating since Tuesday, engineer booked.','Wrong number.']`
const TAGS = `array['boiler','callback','complaint','quote','emergency','new-customer','billing','service-plan','landlord','warranty','parts','sales','spam','vip','follow-up','survey','referral','winter','urgent','training']`

/** A year of calls until yesterday, all over, more by day than by night; names and numbers that come back, one caller nobody else is called like. */
async function addCalls(owner, { id, calls }) {
  await owner.query(
    `with people as materialized (select array_agg(user_id) as ids from memberships where business_id = $1),
     lines as materialized (select array_agg(number) as numbers from phone_numbers where business_id = $1),
     rolls as materialized (
       select n, random() as what, random() as who, random() ^ 3 as again, random() as line, random() as noted, random() as tagged,
         random() ^ 2 as tag, random() as way, random() as named, random() as long,
         date_trunc('day', now()) - floor(1 + random() * 365) * interval '1 day' + (13 + (random() + random() + random() - 1.5) * 6.6) * interval '1 hour' as at
       from generate_series(1, $2::int) n),
     kinds as (select *,
       case when way < 0.68 then 'inbound' else 'outbound' end as direction,
       case when what < 0.83 then 'completed' when what < 0.93 then 'no-answer' when what < 0.96 then 'busy' when what < 0.98 then 'failed' else 'canceled' end as status from rolls)
     insert into calls (business_id, id, origin, direction, status, outcome, caller_phone, caller_name, phone_number, user_id,
       started_at, answered_at, ended_at, duration_s, tags, notes, has_recording, created_at, updated_at)
     select $1, uuidv7(at - clock_timestamp()), case direction when 'inbound' then 'inbound' else 'browser' end, direction, status,
       case status when 'completed' then case when what < 0.04 then 'voicemail' else 'completed' end
         when 'no-answer' then 'missed' when 'busy' then 'busy' when 'failed' then 'failed' else 'canceled' end,
       '+447' || lpad(floor(again * $2 * 0.3 + 100000000)::text, 9, '0'),
       case when n = 7 then 'Quillfeather' when named < 0.6 then
         (${FIRST_NAMES})[1 + floor(again * 30)::int] || ' ' || initcap((${LAST_SYLLABLES})[1 + floor(who * 30)::int]
           || (${LAST_SYLLABLES})[1 + floor(who * 900)::int % 30]) end,
       lines.numbers[1 + floor(line * ${LINES})::int], case when status = 'completed' then people.ids[1 + floor(who * ${PEOPLE})::int] end,
       at, case when status = 'completed' then at + interval '9 seconds' end,
       at + interval '9 seconds' + long ^ 3 * interval '20 minutes',
       case when status = 'completed' then floor(long ^ 3 * 1200)::int end,
       case when n % 5000 = 0 then array['audit-2026'] when tagged < 0.3 then array[(${TAGS})[1 + floor(tag * 20)::int]] else '{}' end,
       case when noted < 0.2 then (${NOTES})[1 + floor(noted * 30)::int] end,
       status = 'completed' and long > 0.3, at, at
     from kinds, people, lines`,
    [id, calls],
  )
}

/** A ledger of four lines for one call in a hundred. */
async function addEvents(owner) {
  await owner.query(`
    insert into call_events (business_id, call_id, account_sid, call_sid, source, type, sequence, dedupe_key, payload)
    select business_id, id, 'AC00000000000000000000000000000000', 'CA' || replace(id::text, '-', ''), 'webhook', 'leg.' || kind, n, id || kind,
      jsonb_build_object('facts', jsonb_build_object('status', kind))
    from calls tablesample system (1) repeatable (1), unnest(array['initiated', 'ringing', 'in-progress', 'completed']) with ordinality k(kind, n)`)
}

async function addRollups(owner) {
  const columns = 'business_id, span, bucket, direction, status, outcome, calls, duration_s'
  await owner.query(`insert into call_rollups (${columns})
    select business_id, 'quarter', rollup_bucket(started_at), direction, status, coalesce(outcome, 'open'), count(*),
      coalesce(sum(duration_s), 0) from calls group by 1, 3, 4, 5, 6`)
  await owner.query(`insert into call_rollups (${columns})
    select business_id, 'day', date_bin('1 day', bucket, '2000-01-01T00:00:00Z'), direction, status, outcome, sum(calls),
      sum(duration_s) from call_rollups group by 1, 3, 4, 5, 6`)
}

const SAID = `array['Good morning, Larkfield Heating.','The boiler makes a noise at night.','The pressure drops again.','I was promised a call back.','The invoice is wrong.','When can the engineer come?','The radiator in the kitchen stays cold.','Thank you, that is all.']`

/** What was said on one recorded call in twelve of some businesses: six lines each, of eight. */
export async function addTranscripts(owner, businesses) {
  const tables = ['calls', 'transcripts', 'transcript_segments']
  for (const table of tables) await owner.query(`alter table ${table} no force row level security`)
  for (const { id } of businesses) await addSaid(owner, id)
  for (const table of tables) await owner.query(`alter table ${table} force row level security`)
  await owner.query('vacuum (analyze) calls, transcripts, transcript_segments')
}

async function addSaid(owner, id) {
  await owner.query(
    `create temporary table said as
       select h.id, h.call_id, n, (${SAID})[1 + (h.begin * n * n + n) % 8] as text from (
         select id as call_id, uuidv7() as id, (hashtext(id::text) & 1023) / 12 as begin from calls
         where business_id = '${id}' and has_recording and hashtext(id::text) % 12 = 0) h, generate_series(0, 5) n`,
  )
  await owner.query('analyze said')
  await owner.query(
    `insert into transcripts (business_id, id, call_id, version, source, text)
     select $1::uuid, id, call_id, 1, 'api', string_agg(text, E'\\n' order by n) from said group by id, call_id`,
    [id],
  )
  await owner.query(
    `update calls c set has_transcript = true from (select distinct call_id from said) s where c.business_id = $1 and c.id = s.call_id`,
    [id],
  )
  await owner.query('analyze transcripts')
  await owner.query(
    `insert into transcript_segments (business_id, transcript_id, position, speaker, start_ms, end_ms, text)
     select $1::uuid, id, n, case n % 2 when 0 then 'agent' else 'customer' end, 9000 + n * 4000, 13000 + n * 4000, text from said`,
    [id],
  )
  await owner.query('drop table said')
}
