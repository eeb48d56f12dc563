import { encode } from 'next-auth/jwt'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { hashApiKey, newApiKey } from '#lib/auth/api-key.ts'
import { hashPassword } from '#lib/auth/password.ts'
import { SCOPES } from '#lib/auth/principal.ts'
import { sessionCookie } from '#lib/auth/session-cookie.ts'
import type { Role } from '#lib/db/across.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { createTestRows } from '#lib/db/test-rows.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { newId } from '#lib/ids.ts'
import { type Door, doorsOf, knock, lockOf } from './test-doors.ts'
import { queryOf, sampleOf } from './test-samples.ts'
import { idsOf, rowsOf } from './test-whole-business.ts'

/** The one cookie of the request under test; next/headers works inside Next only. */
const jar = vi.hoisted(() => ({ cookie: undefined as string | undefined }))
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) => (jar.cookie && name === sessionCookie().name ? { value: jar.cookie } : undefined),
  }),
}))

const ROLES: Role[] = ['owner', 'admin', 'supervisor', 'agent']
/** Who asks: nobody, a person of a role, or a key of all scopes, of one, or of none. */
const ACTORS = ['nobody', ...ROLES, 'key', ...SCOPES, 'no scope'] as const
type Actor = (typeof ACTORS)[number]
type Keys = Record<string, string>

const doors = (await doorsOf()).filter(({ path }) => !['none', 'signature'].includes(lockOf(path)))
/** Where the door has an id, or its body has. */
const takesId = ({ path, name }: Door) => path.includes('[') || sampleOf(name, { id: '?' })?.includes('?')

let victim: TestBusiness
let attacker: TestBusiness
let [victimKeys, attackerKeys]: Keys[] = []
let victimIds: string[]
beforeAll(async () => {
  const passwordHash = await hashPassword('offhook offhook')
  ;[victim, attacker] = [await createTestBusiness({ passwordHash }), await createTestBusiness({ passwordHash })]
  await createTestRows(victim)
  await createTestRows(attacker)
  ;[victimKeys, attackerKeys] = [await makeKeys(victim), await makeKeys(attacker)]
  victimIds = await idsOf(victim.businessId)
})

/** A key of each scope alone, and one of none. */
async function makeKeys({ businessId, apiKey }: TestBusiness): Promise<Keys> {
  const keys = [...SCOPES.map((scope) => [scope, [scope]] as const), ['no scope', []] as const].map(
    ([name, scopes]) => ({ name, scopes: [...scopes], text: newApiKey() }),
  )
  const data = keys.map(({ name, scopes, text }) => ({
    businessId,
    id: newId(),
    name,
    scopes,
    keyHash: hashApiKey(text),
  }))
  await withBusiness(businessId, (tx) => tx.apiKey.createMany({ data }))
  return { key: apiKey.key, ...Object.fromEntries(keys.map(({ name, text }) => [name, text])) }
}

/** Asks a door as somebody of a business, with this id wherever an id goes. */
async function askAs(business: TestBusiness, actor: Actor, door: Door, id: string) {
  const text = (business === victim ? victimKeys : attackerKeys)?.[actor]
  const person = ROLES.find((role) => role === actor)
  const session = person && {
    userId: business.users[person].userId,
    businessId: business.businessId,
    sessionVersion: 1,
  }
  jar.cookie = session && (await encode({ token: session, secret: env().NEXTAUTH_SECRET }))
  const params = Object.fromEntries([...door.path.matchAll(/\[(\w+)\]/g)].map(([, name]) => [name!, id]))
  const body = door.method === 'GET' ? undefined : sampleOf(door.name, { id })
  const headers: Record<string, string> = text ? { authorization: `Bearer ${text}` } : {}
  const response = await knock(door, { params, headers, query: queryOf(door.name), ...(body && { body }) })
  return { status: response.status, text: await response.text() }
}

/** Refused for who asks, whatever they asked for. */
const isShut = ({ status, text }: { status: number; text: string }) =>
  [401, 403].includes(status) && !/caller_id_not_allowed|invalid_credentials/.test(text)

const matrix: string[] = []

describe.each(doors.map((door) => [door.name, door, lockOf(door.path)] as const))('%s', (name, door, lock) => {
  test('gives nobody of another business anything, whatever id they bring', { timeout: 120_000 }, async () => {
    const before = await rowsOf(victim.businessId)
    const some: Actor[] = ['nobody', 'owner', 'key']
    let count = 0
    for (const [index, id] of victimIds.entries()) {
      if (index > 0 && !takesId(door)) break
      for (const actor of index === 0 ? ACTORS : some) {
        const answer = await askAs(attacker, actor, door, id)
        count += 1
        if (door.path.includes('[')) expect(answer.status, `${actor} ${id}`).toBeGreaterThanOrEqual(400)
        const told = answer.text.replaceAll(id, '')
        for (const secret of victimIds) expect(told, `${actor} ${id}`).not.toContain(secret)
      }
    }
    expect(await rowsOf(victim.businessId)).toEqual(before)
    matrix.push(`${name.padEnd(48)} another's ${String(count).padStart(4)} requests: nothing`)
  })

  test('opens to the roles and scopes of the own business that it is for', async () => {
    if (lock !== 'principal') return void matrix.push(`${name.padEnd(48)} own: by its ${lock}`)
    const id = door.path.includes('recordings') ? victimIds.at(-1)! : victimIds[0]!
    const open: Actor[] = []
    for (const actor of ACTORS) {
      const answer = await askAs(victim, actor, door, id)
      if (isShut(answer)) continue
      open.push(actor)
      expect(answer.text, 'the route needs a sample in test-samples.ts').not.toMatch(/"code":"invalid_(input|json)"/)
    }
    expect(open).not.toContain('nobody')
    matrix.push(`${name.padEnd(48)} own: ${open.join(' ')}`)
  })
})

test('the matrix of every route, method, id and role is as it was read and agreed to', async () => {
  process.stdout.write(`${matrix.toSorted().join('\n')}\n`)
  const own = matrix.filter((line) => line.includes(' own: ')).toSorted()
  await expect(`${own.join('\n')}\n`).toMatchFileSnapshot('isolation-matrix.txt')
})
