import { readdirSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { NextRequest } from 'next/server'
import { expect } from 'vitest'
import type { Operation } from './operation.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
/** Open to everybody: health, the API's description, next-auth's own, and the document that the carrier runs when all else failed. */
const OPEN = ['/healthz', '/readyz', '/api/openapi.json', '/api/auth/[...nextauth]', '/api/voice/fallback']
/** Programs of the AI calls API: they bring single-use tokens of its own, and its pages come from other origins. */
const TOKEN = /^\/(server-is-running|generate-token|outbound-call|end-call|call-status)$/
/** Opened by a link that says which file, until when, and is signed. */
const LINK = /^\/api\/files\//
/** What the carrier calls, signed. */
const CARRIER =
  /^\/(voice|webhooks|status|recording)(\/|$)|^\/api\/voice\/(?!(token|calls)(\/|$))|^\/api\/calls\/webhook\//

/** What the assistants' vendor calls, under a signature of its own. */
const VENDOR = /^\/api\/assistants\/post-call\//

/** What opens a route: nothing, a caller's signature, a signed link, a single-use token, or else a session, key or token. */
export function lockOf(path: string): 'none' | 'signature' | 'vendor' | 'link' | 'single-use' | 'principal' {
  if (OPEN.includes(path)) return 'none'
  if (CARRIER.test(path)) return 'signature'
  if (VENDOR.test(path)) return 'vendor'
  if (LINK.test(path)) return 'link'
  return TOKEN.test(path) ? 'single-use' : 'principal'
}

type Handler = ((request: NextRequest, context: { params: Promise<Record<string, string>> }) => Promise<Response>) & {
  operation?: Operation
}

/** One method of one route file, ready to be knocked at. */
export interface Door {
  name: string
  path: string
  method: (typeof METHODS)[number]
  handle: Handler
}

/** Every method of every route file of the app, or below one of its folders, whatever was added since. */
export async function doorsOf(folder = ''): Promise<Door[]> {
  const files = readdirSync(join('app', folder), { recursive: true }).map((file) => join(folder, String(file)))
  const doors = files
    .filter((file) => basename(file) === 'route.ts')
    .map(async (file) => {
      const folders = file.split(sep).slice(0, -1)
      const path = `/${folders.filter((folder) => !folder.startsWith('(')).join('/')}`
      const exported = (await import(/* @vite-ignore */ join(process.cwd(), 'app', file))) as Record<string, Handler>
      return METHODS.flatMap((method) => {
        const handle = exported[method]
        return handle ? { name: `${method} ${path}`, path, method, handle } : []
      })
    })
  return (await Promise.all(doors)).flat()
}

interface Knock {
  params?: Record<string, string>
  /** With its question mark. */
  query?: string | undefined
  headers?: Record<string, string>
  body?: string | FormData
}

/** The doors of this test file whose good answers were held against what they say of themselves. */
export const answered = new Set<string>()

/** A good answer has every field that its route describes, each of its kind, and no other. */
export async function expectAsDescribed(
  { name, handle: { operation } }: { name: string; handle: { operation?: Operation } },
  response: Response,
): Promise<void> {
  if (!response.ok || !operation) return
  const { output, status } = operation
  expect([status, 206], name).toContain(response.status)
  const type = response.headers.get('content-type')?.split(';')[0] ?? ''
  if (typeof output === 'string') {
    if (status !== 204 && !output.startsWith('application')) expect(type, name).toMatch(output.replace('*', ''))
  } else {
    const answer: unknown = await response.clone().json()
    const parsed = output.safeParse(answer)
    expect(parsed.error, name).toBeUndefined()
    expect(parsed.data, `${name}: fields that its schema does not know`).toEqual(answer)
  }
  answered.add(name)
}

/** Asks a route as Next would, under its address with the parameters in it, and checks that a good answer is as it says. */
export async function knock(door: Door, asked: Knock = {}): Promise<Response> {
  const response = await ask(door, asked)
  await expectAsDescribed(door, response)
  return response
}

function ask({ handle, path, method }: Door, { params = {}, query = '', headers = {}, body }: Knock) {
  const url = `http://localhost:3000${addressOf(path, encoded(params))}${query}`
  const isText = typeof body === 'string'
  const init = { method, headers: { ...(isText && { 'content-type': 'application/json' }), ...headers } }
  const request = new NextRequest(url, method === 'GET' || body === undefined ? init : { ...init, body })
  return handle(request, { params: Promise.resolve(params) })
}

/** As an address holds them; half a character has no form there. */
const encoded = (params: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'))]),
  )

/** The path of a route file with its parameters filled in. */
export const addressOf = (path: string, params: Record<string, string>): string =>
  path.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => params[name] ?? name)
