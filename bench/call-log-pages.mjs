import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { ensureChromium } from '../scripts/chromium.mjs'
import { ROOT } from '../scripts/repository.mjs'
import { adminAtWork } from './admin-at-work.mjs'
import { addTranscripts } from './fill-calls.mjs'
import { asOwner, load, onFilledDatabase } from './filled-database.mjs'

/**
 * An admin's work with the call log at five million calls: `node bench/call-log-pages.mjs [calls] [runs]`. Prints a table and writes it
 * to bench/call-log-pages.txt. Each step is done in a real browser as admin of the largest business and, in the same run, as
 * admin of one with 500 calls; what it shows is checked, so a step that is fast and wrong fails.
 */
const CALLS = Number(process.argv[2] ?? 5_000_000)
const RUNS = Number(process.argv[3] ?? 5)
const FEW = 500
const PASSWORD = 'offhook bench'

const lines = []
const say = (line) => {
  lines.push(line)
  console.log(line)
  writeFileSync(join(ROOT, 'bench/call-log-pages.txt'), `${lines.join('\n')}\n`)
}

const began = Date.now()
const progress = (word) => console.log(`${word} after ${((Date.now() - began) / 1000).toFixed(0)} s`)
await onFilledDatabase({ calls: CALLS, extra: [FEW], say: progress }, async ({ businesses, env, startOnIt }) => {
  const measured = [businesses.at(-1), businesses[0]]
  await asOwner((owner) => addTranscripts(owner, measured))
  for (const business of measured) await asOwner((owner) => addAdmin(owner, business))
  progress('transcripts written')
  const system = startOnIt()
  await system.ready
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: sandbox })
  try {
    const times = [new Map(), new Map()]
    const admins = []
    for (const { id } of measured) {
      const sought = await asOwner((owner) => soughtIn(owner, id))
      admins.push(
        await adminAtWork(browser, {
          baseURL: `http://localhost:${env.PORT}`,
          email: emailOf(id),
          password: PASSWORD,
          sought,
        }),
      )
    }
    // The first round warms up: pages, plans and the scripts' own code.
    for (let run = 0; run <= RUNS; run++)
      for (const [nth, admin] of admins.entries())
        await admin.work((step, ms) => run > 0 && times[nth].set(step, [...(times[nth].get(step) ?? []), ms]))
    tell(times, measured)
  } finally {
    await browser.close()
    await system.stop()
  }
})

function tell([few, many], [small, large]) {
  say(
    `call-log pages, ${cpus().length} cores shared with Chromium, Node ${process.versions.node}, load after ${loadavg()[0].toFixed(1)}`,
  )
  say(
    `${CALLS} calls of 50 businesses and ${small.calls} of one more; ${RUNS} runs, ms until the answer is on screen. many: ${large.calls} calls`,
  )
  const cells = (...texts) => texts.map((text) => String(text).padStart(10)).join('')
  say(`${''.padEnd(44)}${cells('few p50', 'few max', 'many p50', 'many max', 'ratio')}`)
  for (const step of many.keys()) {
    const [a, b] = [few.get(step), many.get(step)].map((all) => all.toSorted((one, other) => one - other))
    const p50 = (sorted) => sorted[Math.floor(sorted.length / 2)]
    const figures = [p50(a), a.at(-1), p50(b), b.at(-1)].map((ms) => ms.toFixed(0))
    say(`${step.padEnd(44)}${cells(...figures, (p50(b) / p50(a)).toFixed(2))}`)
  }
  say(
    'Typing counts after a pause of 250 ms, which is in the searches. Every sum, count and mark that a step names was checked.',
  )
}

function emailOf(id) {
  return `admin@${id}.example`
}

async function addAdmin(owner, { id }) {
  const { hashPassword } = await load('auth/password.ts')
  const hash = await hashPassword(PASSWORD)
  for (const table of ['users', 'memberships']) await owner.query(`alter table ${table} no force row level security`)
  await owner.query(
    `with person as (insert into users (id, email, name, password_hash) values (uuidv7(), $2, 'Ada Admin', $3) returning id)
     insert into memberships (business_id, id, user_id, role, carrier_identity)
     select $1, uuidv7(), id, 'admin', 'u_' || replace(id::text, '-', '') from person`,
    [id, emailOf(id), hash],
  )
  for (const table of ['users', 'memberships']) await owner.query(`alter table ${table} force row level security`)
}

/**
 * The last digits of a caller on whose call the invoice was spoken of, and how many calls have them, and both. A zero in front
 * would not be looked for.
 */
async function soughtIn(owner, id) {
  for (const table of ['calls', 'transcripts']) await owner.query(`alter table ${table} no force row level security`)
  const { rows } = await owner.query(
    `with sought as (select case when right(c.caller_phone, 5) like '0%' then right(c.caller_phone, 9) else right(c.caller_phone, 5) end as digits from calls c join transcripts t on t.business_id = c.business_id and t.call_id = c.id
       where c.business_id = $1 and t.text like '%invoice%' order by right(c.caller_phone, 5) like '0%', c.id limit 1)
     select digits, 'invoice' as word, (select count(*)::int from calls c where c.business_id = $1
         and position(digits in coalesce(caller_phone, '') || ' ' || phone_number || ' ' || coalesce(caller_name, '') || ' ' || coalesce(notes, '')) > 0) as with_digits,
       (select count(*)::int from calls c join transcripts t on t.business_id = c.business_id and t.call_id = c.id where c.business_id = $1
         and t.text like '%invoice%' and position(digits in coalesce(caller_phone, '') || ' ' || phone_number) > 0) as with_both
     from sought`,
    [id],
  )
  for (const table of ['calls', 'transcripts']) await owner.query(`alter table ${table} force row level security`)
  return rows[0]
}
