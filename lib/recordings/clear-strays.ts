import { writeAudit } from '#lib/audit/write-audit.ts'
import { allBusinesses } from '#lib/db/across.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { log } from '#lib/log.ts'
import { openStore, type Store } from '#lib/storage/store.ts'
import { placeOf } from './stored-file.ts'

/** From its file to its row a recording takes a transaction; nothing is on its way for so long. */
const ON_ITS_WAY_MS = 24 * 3_600_000
/** Files whose rows are looked for at once. */
const ROUND = 500

/** Deletes the files of recordings that have no row: a process died between the two, and nobody can ever hear them. */
export async function clearStrays(): Promise<void> {
  const store = await openStore()
  for (const businessId of await allBusinesses()) {
    const removed = await clearStraysOf(businessId, store, new Date())
    if (removed > 0) log.warn('files of recordings were removed that have no row', { businessId, removed })
  }
}

/** The same for one business; how many files were deleted. */
export async function clearStraysOf(businessId: string, store: Store, now: Date): Promise<number> {
  const before = now.getTime() - ON_ITS_WAY_MS
  const [root, folder] = [placeOf(''), placeOf(businessId)]
  let [removed, old]: [number, string[]] = [0, []]
  const clear = async () => {
    for (const path of await withoutRow(businessId, old)) {
      await withBusiness(businessId, (tx) => note(tx, businessId, path))
      await store.remove(placeOf(path))
      removed += 1
    }
    old = []
  }
  for await (const { path, at } of store.list(folder)) {
    if (at.getTime() < before && idIn(path)) old.push(path.slice(root.length))
    if (old.length === ROUND) await clear()
  }
  await clear()
  return removed
}

/** A file is named by the id of its recording, or by that of its call. What is named otherwise is none of ours. */
const idIn = (path: string): string | undefined =>
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=[^/]*$)/.exec(path)?.[0]

/** Those that no row names. A recording that is still to be fetched is written under its own id, maybe over an earlier try. */
async function withoutRow(businessId: string, paths: string[]): Promise<string[]> {
  const ids = paths.map((path) => idIn(path)!)
  const known = await withBusiness(
    businessId,
    (tx) => tx.$queryRaw<{ path: string }[]>`
      with file as (select * from unnest(${paths}::text[], ${ids}::uuid[]) file(path, id))
      select file.path from file join recordings r on r.id = file.id where r.path = file.path or r.status <> 'absent'
      union select file.path from file join recordings r on r.call_id = file.id where r.path = file.path`,
  )
  const named = new Set(known.map(({ path }) => path))
  return paths.filter((path) => !named.has(path))
}

const note = (tx: Tx, businessId: string, path: string) =>
  writeAudit(
    tx,
    { businessId, actor: 'job:clear-strays', address: null },
    { action: 'recording.clear', subjectType: 'business', subjectId: businessId, details: { path } },
  )
