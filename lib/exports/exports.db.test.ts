import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CallFilter } from '#lib/calls/call-filter.ts'
import { callerOf, keyCallerOf } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { readFileLink } from '#lib/storage/file-link.ts'
import { openStore } from '#lib/storage/store.ts'
import { exportCalls } from './export-calls.ts'
import { ExportFilter } from './export-filter.ts'
import { forgetExports } from './forget-exports.ts'
import { getExport, linkedExport, listExports } from './list-exports.ts'
import { MOST_CHOSEN } from './most-chosen.ts'
import { startExport } from './start-export.ts'
import { writeExport } from './write-export.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'offhook-exports-'))
  process.env.DATA_DIR = dataDir
})
afterAll(() => rm(dataDir, { recursive: true }))

const START = Date.UTC(2026, 0, 15, 12)
/** Rows of one insert: a busy machine puts together many for longer than a transaction may be idle. */
const AT_ONCE = 100

/** Calls a second apart, the newest last, two of each instant. */
async function storeCalls({ businessId, line, users }: TestBusiness, count: number, some: object = {}) {
  const data = Array.from({ length: count }, (_, index) => ({
    businessId,
    id: newId(),
    origin: 'record',
    direction: index % 3 === 0 ? 'outbound' : 'inbound',
    status: 'completed',
    outcome: 'completed',
    phoneNumber: line.number,
    callerPhone: '+442079460958',
    userId: users.agent.userId,
    startedAt: new Date(START + Math.floor(index / 2) * 1000),
    durationS: index,
    ...some,
  }))
  for (let from = 0; from < count; from += AT_ONCE) {
    await withBusiness(businessId, (tx) => tx.call.createMany({ data: data.slice(from, from + AT_ONCE) }))
  }
  return data
}

const supervisor = (business: TestBusiness) => callerOf(business, business.users.supervisor)
const linesOf = (csv: string) => csv.split('\r\n').slice(1, -1)

async function download(business: TestBusiness, query: Record<string, string> = {}): Promise<string> {
  const { chunks } = await exportCalls(supervisor(business), CallFilter.parse(query))
  let csv = ''
  for await (const chunk of chunks) csv += chunk
  return csv
}

const audited = ({ businessId }: TestBusiness, action: string) =>
  withBusiness(businessId, (tx) => tx.auditEntry.findMany({ where: { action } }))

test('an export has every call of the filter once, newest first, over any number of batches', {
  timeout: 120_000,
}, async () => {
  const [business, other] = [await createTestBusiness(), await createTestBusiness()]
  const calls = await storeCalls(business, 2_100)
  await storeCalls(other, 3)
  const newestFirst = calls.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1))
  const ids = linesOf(await download(business)).map((line) => line.slice(0, 36))
  expect(ids).toEqual(newestFirst.map(({ id }) => id))

  const some = linesOf(await download(business, { direction: 'outbound', min_duration: '2000' }))
  expect(some).toHaveLength(calls.filter((call) => call.direction === 'outbound' && call.durationS >= 2000).length)
  const [entry] = await audited(business, 'calls.export')
  expect(entry).toMatchObject({ actor: `user:${business.users.supervisor.userId}`, address: '127.0.0.1' })
  expect((await audited(business, 'calls.export')).map(({ details }) => details)).toContainEqual({
    direction: 'outbound',
    min_duration: '2000',
  })
})

test('a row names its agent, and times are those of UTC', async () => {
  const business = await createTestBusiness()
  const [call] = await storeCalls(business, 1, {
    callerName: '=1+1',
    notes: 'a "b",\nc',
    tags: ['x', 'y'],
    answeredAt: new Date(START + 1),
  })
  const [head, row] = (await download(business)).split('\r\n')
  expect(head).toContain('id,started_at,answered_at,ended_at,direction')
  expect(row).toBe(
    `${call!.id},2026-01-15T12:00:00.000Z,2026-01-15T12:00:00.001Z,,outbound,completed,completed,+442079460958,'=1+1,` +
      `${business.line.number},Test agent,0,"x, y","a ""b"",\nc",,,,,false,false`,
  )
})

test('a large export is a job with progress, and its file opens by a link', async () => {
  const business = await createTestBusiness()
  const { businessId } = business
  await storeCalls(business, 30)
  const caller = supervisor(business)
  const filter = CallFilter.parse({ direction: 'inbound', start_date: '2026-01-15', search: '0958' })
  const { data: started } = await startExport(caller, filter)
  expect(started).toMatchObject({ status: 'queued', download_url: null })
  await writeExport(businessId, { exportId: started.id })
  const { data: ready } = await getExport(caller, { id: started.id })
  expect(ready).toMatchObject({ status: 'ready', rows: 20, total: 20 })
  expect((await listExports(caller)).data.exports).toMatchObject([{ id: started.id }])

  const url = new URL(ready.download_url!)
  expect(url.pathname).toBe(`/api/files/exports/${started.id}`)
  const link = readFileLink({ kind: 'exports', id: started.id }, Object.fromEntries(url.searchParams))
  const file = await linkedExport(link, '192.0.2.1')
  const csv = await buffer(await (await openStore()).read(file.path, { from: 0, to: file.bytes - 1 }))
  expect(csv.toString()).toBe(await download(business, { direction: 'inbound' }))
  expect(await audited(business, 'export.download')).toMatchObject([{ address: '192.0.2.1', subjectId: started.id }])

  await writeExport(businessId, { exportId: started.id })
  expect((await getExport(caller, { id: started.id })).data).toMatchObject({ status: 'ready', bytes: ready.bytes })
})

test('hundreds of chosen calls are one file, whose answers and whose audit entry count them', async () => {
  const business = await createTestBusiness()
  const [caller, ids] = [supervisor(business), (await storeCalls(business, 160)).slice(5).map(({ id }) => id)]
  const { data: started } = await startExport(caller, ExportFilter.parse({ ids, direction: 'inbound' }))
  await writeExport(business.businessId, { exportId: started.id })
  const { data } = await getExport(caller, started)
  expect(data).toMatchObject({ status: 'ready', rows: 103, chosen: 155, filter: { direction: 'inbound' } })
  expect(JSON.stringify(data)).not.toContain(ids[0])
  expect((await audited(business, 'calls.export'))[0]!.details).toEqual({ direction: 'inbound', chosen: 155 })

  const tooMany = ExportFilter.safeParse({ ids: Array.from({ length: MOST_CHOSEN + 1 }, newId) })
  expect(tooMany.error?.issues).toMatchObject([{ path: ['ids'] }])
})

test('an export is over after its day: no link, no file', async () => {
  const business = await createTestBusiness()
  const { businessId } = business
  const caller = supervisor(business)
  const { data } = await startExport(caller, {})
  await writeExport(businessId, { exportId: data.id })
  const { path } = await linkedExport(
    { kind: 'exports', id: data.id, businessId, actor: `user:${business.users.supervisor.userId}` },
    '',
  )
  await withBusiness(businessId, (tx) => tx.export.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } }))
  expect((await getExport(caller, data)).data.download_url).toBeNull()
  await forgetExports()
  expect((await getExport(caller, data)).data).toMatchObject({ status: 'expired' })
  await expect((await openStore()).read(path, { from: 0, to: 0 })).rejects.toMatchObject({ code: 'not_found' })
})

test('exports are for those who may, and each sees their own only', async () => {
  const business = await createTestBusiness()
  const agent = callerOf(business, business.users.agent)
  await expect(exportCalls(agent, {})).rejects.toMatchObject({ code: 'forbidden' })
  await expect(startExport(agent, {})).rejects.toMatchObject({ code: 'forbidden' })
  const { data } = await startExport(supervisor(business), {})
  for (const other of [callerOf(business, business.users.owner), keyCallerOf(business)]) {
    await expect(getExport(other, data)).rejects.toMatchObject({ code: 'not_found' })
    expect((await listExports(other)).data.exports).toEqual([])
  }
})

test('an export that cannot be written says so', async () => {
  const business = await createTestBusiness()
  const caller = supervisor(business)
  const { data } = await startExport(caller, {})
  await rm(join(dataDir, 'exports'), { recursive: true, force: true })
  await writeFile(join(dataDir, 'exports'), 'in the way')
  await writeExport(business.businessId, { exportId: data.id })
  await rm(join(dataDir, 'exports'))
  expect((await getExport(caller, data)).data).toMatchObject({ status: 'failed', download_url: null })
})
