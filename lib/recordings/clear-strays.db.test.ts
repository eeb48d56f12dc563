import { access, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEndedCall } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import { diskStore } from '#lib/storage/disk-store.ts'
import { s3Store } from '#lib/storage/s3-store.ts'
import type { Store } from '#lib/storage/store.ts'
import { TestBucket } from '#lib/storage/test-s3-server.ts'
import { clearStraysOf } from './clear-strays.ts'

const HOUR_MS = 3_600_000
const bucket = new TestBucket()
let dataDir: string
let business: TestBusiness

interface Place {
  store: Store
  /** Writes a file as if it were so many hours old. */
  put(path: string, hours: number): Promise<void>
  has(path: string): Promise<boolean>
}
const places: Record<string, Place> = {}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'offhook-strays-'))
  const at = (path: string) => join(dataDir, 'recordings', path)
  places.disk = {
    store: diskStore(dataDir),
    async put(path, hours) {
      const time = new Date(Date.now() - hours * HOUR_MS)
      await mkdir(dirname(at(path)), { recursive: true })
      await writeFile(at(path), 'sound')
      await utimes(at(path), time, time)
    },
    has: (path) =>
      access(at(path)).then(
        () => true,
        () => false,
      ),
  }
  places.s3 = {
    store: s3Store(await bucket.start()),
    async put(path, hours) {
      const time = new Date(Date.now() - hours * HOUR_MS)
      bucket.objects.set(`recordings/${path}`, { bytes: Buffer.from('sound'), type: 'audio/wav', at: time })
    },
    has: async (path) => bucket.objects.has(`recordings/${path}`),
  }
})
afterAll(async () => {
  bucket.stop()
  await rm(dataDir, { recursive: true })
})
beforeEach(async () => {
  business = await createTestBusiness()
})

const inBusiness = <T>(work: Parameters<typeof withBusiness<T>>[1]) => withBusiness(business.businessId, work)

/** A row as a recording of this state has it. */
async function storeRow(callId: string, id: string, { status = 'stored', path }: { status?: string; path?: string }) {
  const { businessId } = business
  const file = path && { source: 'upload', path, format: 'wav', bytes: 5, sha256: '0'.repeat(64), storedAt: new Date() }
  const data = { businessId, id, callId, callSid: newSid('CA'), accountSid: newSid('AC'), status, ...file }
  await inBusiness((tx) => tx.recording.create({ data }))
}

describe.each(['disk', 's3'])('on %s', (name) => {
  test('files that no row names go after a day and are written down; all others stay', async () => {
    const { store, put, has } = places[name]!
    const { businessId } = business
    const [callId, fetchedId, waitingId, deletedId] = [await createEndedCall(business), newId(), newId(), newId()]
    const uploaded = `${businessId}/calls/call_${callId}_1.mp3`
    const fetched = `${businessId}/${fetchedId}.wav`
    await storeRow(callId, newId(), { path: uploaded })
    await storeRow(callId, fetchedId, { path: fetched })
    await storeRow(callId, waitingId, { status: 'processing' })
    await storeRow(callId, deletedId, { status: 'absent' })
    const foreign = `${(await createTestBusiness()).businessId}/${newId()}.wav`
    const fresh = `${businessId}/calls/call_${callId}_2.mp3`
    const stays = [uploaded, fetched, `${businessId}/${waitingId}.wav`, foreign, `${businessId}/read-me.txt`]
    const strays = [
      `${businessId}/calls/call_${callId}_3.mp3`,
      `${businessId}/${newId()}.wav`,
      `${businessId}/${deletedId}.wav`,
    ]
    for (const path of [...stays, ...strays]) await put(path, 25)
    await put(fresh, 23)

    expect(await clearStraysOf(businessId, store, new Date())).toBe(3)

    for (const path of [...stays, fresh]) expect([path, await has(path)]).toEqual([path, true])
    for (const path of strays) expect([path, await has(path)]).toEqual([path, false])
    const entries = await inBusiness((tx) => tx.auditEntry.findMany({ where: { action: 'recording.clear' } }))
    expect(entries.map(({ details }) => (details as { path: string }).path).sort()).toEqual(strays.sort())
    expect(entries[0]).toMatchObject({ actor: 'job:clear-strays', subjectId: businessId })
    expect(await clearStraysOf(businessId, store, new Date())).toBe(0)
  })
})
