import { randomBytes } from 'node:crypto'
import { access, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { diskStore } from './disk-store.ts'
import { s3Store } from './s3-store.ts'
import type { Store } from './store.ts'
import { TestBucket } from './test-s3-server.ts'

const PATH = 'recordings/b1/calls/call_1.wav'
const FACE = { type: 'audio/wav', name: 'call_1.wav' }
const bucket = new TestBucket()
let settings: Awaited<ReturnType<TestBucket['start']>>
let folder: string
const stores: Record<string, Store> = {}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-store-'))
  settings = await bucket.start()
  Object.assign(stores, { disk: diskStore(folder), s3: s3Store(settings) })
})
afterAll(async () => {
  bucket.stop()
  await rm(folder, { recursive: true })
})
afterEach(() => {
  Object.assign(bucket, { failing: 0, refused: null })
  bucket.objects.clear()
})

async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(folder, `${randomBytes(8).toString('hex')}.part`)
  await writeFile(path, bytes)
  return path
}
const keep = async (store: Store, path: string, bytes: Buffer) => store.keep(path, await fileOf(bytes), 'audio/wav')
const readAll = async (store: Store, path: string, size: number) =>
  buffer(await store.read(path, { from: 0, to: size - 1 }))

describe.each(['disk', 's3'])('a store on %s', (name) => {
  test('keeps a file, reads all of it or a part, and forgets it', async () => {
    const store = stores[name]!
    const bytes = randomBytes(20_000)
    const file = await fileOf(bytes)
    await store.keep(PATH, file, 'audio/wav')
    await expect(access(file)).rejects.toThrow()
    expect((await readAll(store, PATH, bytes.length)).equals(bytes)).toBe(true)
    expect((await buffer(await store.read(PATH, { from: 100, to: 199 }))).equals(bytes.subarray(100, 200))).toBe(true)
    await store.remove(PATH)
    await store.remove(PATH)
    await expect(store.read(PATH, { from: 0, to: 1 })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('lists the files of a folder with their times, and no others', async () => {
    const store = stores[name]!
    const listed = async () => {
      const found = []
      for await (const { path, at } of store.list('recordings/b3'))
        found.push([path, Date.now() - at.getTime() < 60_000])
      return found.sort()
    }
    expect(await listed()).toEqual([])
    const paths = ['recordings/b3/1.wav', 'recordings/b3/calls/call_1.wav']
    for (const path of [...paths, 'recordings/b30/1.wav']) await keep(store, path, randomBytes(10))
    expect(await listed()).toEqual(paths.map((path) => [path, true]))
  })

  test('forgets a folder and no other', async () => {
    const store = stores[name]!
    for (const path of [PATH, 'recordings/b1/2.wav', 'recordings/b10/1.wav']) await keep(store, path, randomBytes(10))
    await store.removeFolder('recordings/b1')
    await store.removeFolder('recordings/b1')
    await expect(store.read(PATH, { from: 0, to: 1 })).rejects.toMatchObject({ code: 'not_found' })
    expect(await readAll(store, 'recordings/b10/1.wav', 10)).toHaveLength(10)
  })
})

describe('a store on disk', () => {
  test.each(['recordings/../../etc/passwd', '/etc/passwd', 'recordings/b1/..', 'recordings', 'recordings/\0', ''])(
    'has no path %j',
    async (path) => {
      await expect((async () => stores.disk!.read(path, { from: 0, to: 1 }))()).rejects.toThrow('Not a path')
      await expect((async () => stores.disk!.remove(path))()).rejects.toThrow('Not a path')
    },
  )

  test('follows no link', async () => {
    await keep(stores.disk!, 'recordings/b2/real.wav', randomBytes(10))
    await symlink('/etc/passwd', join(folder, 'recordings/b2/link.wav'))
    await expect(stores.disk!.read('recordings/b2/link.wav', { from: 0, to: 1 })).rejects.toThrow('ELOOP')
  })
})

describe('a store in a bucket', () => {
  test('sends a large file in parts', async () => {
    const bytes = randomBytes(20 * 1024 * 1024)
    await keep(stores.s3!, PATH, bytes)
    expect((await readAll(stores.s3!, PATH, bytes.length)).equals(bytes)).toBe(true)
    expect(bucket.asked.filter((line) => line.startsWith('PUT') && line.endsWith('200')).length).toBeGreaterThanOrEqual(
      3,
    )
  })

  test('gives a link that opens one file to anybody, under its type and name', async () => {
    await keep(stores.s3!, PATH, Buffer.from('sound'))
    const link = (await stores.s3!.link(PATH, FACE))!
    const response = await fetch(link)
    expect([response.status, await response.text()]).toEqual([200, 'sound'])
    expect(response.headers.get('content-type')).toBe('audio/wav')
    expect(response.headers.get('content-disposition')).toBe('inline; filename="call_1.wav"')
    expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('300')
    expect((await fetch(link, { headers: { range: 'bytes=0-1' } })).status).toBe(206)
  })

  test.each<[string, (link: string) => string]>([
    ['for another file', (link) => link.replace('call_1', 'call_2')],
    ['for longer', (link) => link.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000')],
    ['without its signature', (link) => link.replace(/&X-Amz-Signature=\w+/, '')],
    ['as a page', (link) => link.replace('audio%2Fwav', 'text%2Fhtml')],
  ])('gives no link that can be changed: %s', async (_, change) => {
    await keep(stores.s3!, PATH, Buffer.from('sound'))
    await keep(stores.s3!, PATH.replace('call_1', 'call_2'), Buffer.from('secret'))
    const link = change((await stores.s3!.link(PATH, FACE))!)
    expect((await fetch(link)).status).toBe(403)
    expect((await fetch((await stores.s3!.link(PATH, FACE))!, { method: 'DELETE' })).status).toBe(403)
  })

  test('asks again when the bucket is busy', async () => {
    bucket.failing = 1
    await keep(stores.s3!, PATH, Buffer.from('sound'))
    expect(bucket.objects.size).toBe(1)
  })

  test('says that it cannot be reached, and leaves nothing there', async () => {
    const wrong = s3Store({ ...settings, S3_SECRET_ACCESS_KEY: 'guess' })
    await expect(keep(wrong, PATH, Buffer.from('sound'))).rejects.toMatchObject({ code: 'not_ready' })
    await expect(wrong.read(PATH, { from: 0, to: 1 })).rejects.toMatchObject({ code: 'not_ready' })
    bucket.refused = /^PUT .*partNumber=2/
    await expect(keep(stores.s3!, PATH, randomBytes(20 * 1024 * 1024))).rejects.toMatchObject({ code: 'not_ready' })
    expect([bucket.objects.size, bucket.uploads.size]).toEqual([0, 0])
    const away = s3Store({ ...settings, S3_ENDPOINT: 'http://127.0.0.1:1' })
    await expect(away.remove(PATH)).rejects.toMatchObject({ code: 'not_ready' })
  })
})
