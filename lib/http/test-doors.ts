import { readdirSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { NextRequest } from 'next/server'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Handler = (request: NextRequest, context: { params: Promise<Record<string, string>> }) => Promise<Response>

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

/** Asks a route as Next would, under its address with the parameters in it. */
export function knock({ handle, path, method }: Door, { params = {}, query = '', headers = {}, body }: Knock = {}) {
  const url = `http://localhost:3000${addressOf(path, params)}${query}`
  const isText = typeof body === 'string'
  const init = { method, headers: { ...(isText && { 'content-type': 'application/json' }), ...headers } }
  const request = new NextRequest(url, method === 'GET' || body === undefined ? init : { ...init, body })
  return handle(request, { params: Promise.resolve(params) })
}

/** The path of a route file with its parameters filled in. */
export const addressOf = (path: string, params: Record<string, string>): string =>
  path.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => params[name] ?? name)
