import { performance } from 'node:perf_hooks'

/** What is measured at a call log: by our own modules, and as it would be written without a thought. `modules` are lib's. */
export function callLogCases({ callCondition, countGroups, CallFilter, sql }, { middle, agent, line, zone }) {
  const page = async (tx, query, beyond = sql``) => {
    const condition = await callCondition(tx, CallFilter.parse(query), zone)
    return tx.$queryRaw`select c.id from calls c where ${condition} ${beyond} order by c.started_at desc, c.id desc limit 51`
  }
  const list = (name, query, naive) => ({
    name,
    query: `limit=50&${new URLSearchParams(query)}`,
    ours: (tx) => page(tx, query),
    naive,
  })
  const plain = (where = 'true', rest = 'limit 51') =>
    `select * from calls where ${where} order by started_at desc, id desc ${rest}`
  const like = (text) =>
    plain(
      ['caller_name', 'caller_phone', 'phone_number', 'notes'].map((name) => `${name} ilike '%${text}%'`).join(' or '),
    )
  const stats = (name, days, more = {}, where = 'true') => {
    const start = new Date(Date.now() - days * 86_400_000).toISOString()
    const query = { start_date: start, ...more }
    return {
      name,
      path: 'stats',
      query: String(new URLSearchParams(query)),
      ours: (tx) => countGroups(tx, CallFilter.parse(query), zone),
      naive: `select direction, status, outcome, count(*), sum(duration_s) from calls where started_at >= '${start}' and ${where} group by 1, 2, 3`,
    }
  }
  const beyond = sql`and (c.started_at, c.id) < (${middle.started_at}::timestamptz, ${middle.id}::uuid)`
  return [
    list('list, first page', {}, plain()),
    {
      name: 'list, the middle',
      query: `limit=50&cursor=${middle.cursor}`,
      ours: (tx) => page(tx, {}, beyond),
      naive: plain('true', `limit 51 offset ${middle.offset}`),
    },
    {
      name: 'count, to 10,000',
      ours: async (tx) => tx.$queryRaw`select count(*) from (select 1 from calls c limit 10001) counted`,
      naive: 'select count(*) from calls',
    },
    list('missed', { outcome: 'missed' }, plain(`outcome = 'missed'`)),
    list(
      'outbound, busy, one line',
      { status: 'busy', phone_number: line },
      plain(`status = 'busy' and phone_number = '${line}'`),
    ),
    list('one agent', { user_id: agent }, plain(`user_id = '${agent}'`)),
    list('tag, common', { tags: 'boiler' }, plain(`tags @> '{boiler}'`)),
    list('tag, rare', { tags: 'audit-2026' }, plain(`tags @> '{audit-2026}'`)),
    list('search, rare', { search: 'Quillf' }, like('Quillf')),
    list('search, common', { search: 'maria' }, like('maria')),
    list('search, in between', { search: 'rhys dalmar' }, like('rhys dalmar')),
    list('search, number', { search: middle.number }, like(middle.number.replace(/\D/g, '').slice(1))),
    list('search, absent', { search: 'xylophone' }, like('xylophone')),
    list('search, 2 characters, absent', { search: 'xq' }, like('xq')),
    list('search, 2 characters, common', { search: 'ma' }, like('ma')),
    stats('stats, 30 days', 30),
    stats('stats, 365 days', 365),
    stats('stats, 30 days, one agent', 30, { user_id: agent }, `user_id = '${agent}'`),
  ]
}

/** What lib's verbs take for a transaction, over one connection of `pg`. */
export const transactionOver = (client, sql) => ({
  async $queryRaw(strings, ...values) {
    const { text, values: bound } = 'text' in strings ? strings : sql(strings, ...values)
    return (await client.query(text, bound)).rows
  },
})

/** Repeats work until 2 s or `most` runs are over, at least three times; p50 and p99 in ms. */
export async function timeOf(work, most = 200) {
  const times = []
  for (
    const began = performance.now();
    times.length < most && (times.length < 3 || performance.now() - began < 2000);
  ) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  const sorted = times.slice(1).sort((one, other) => one - other)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  return { p50: at(0.5), p99: at(0.99) }
}
