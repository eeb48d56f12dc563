import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Ask {
  method: string
  path: string
  query: URLSearchParams
  body: string
  authorization: string | undefined
  /** It comes from this machine, and not from another site's page in a browser. */
  isLocal: boolean
  /** The parts of the path a route names. */
  params: Record<string, string>
}

export interface Answer {
  status: number
  /** JSON unless it is a Buffer, which goes out as it is under its type. */
  body?: unknown
  type?: string
  headers?: Record<string, string>
  /** Never arrives: the connection dies instead. */
  isLost?: boolean
}

export interface Route {
  method: string
  /** Segments; `:name` takes one, `:name.json` one that ends so, without its ending. */
  path: string
  run: (ask: Ask) => Answer | Promise<Answer>
}

const MOST_BYTES = 20 * 1024 * 1024

/** The body of a request is more than anybody sends: 413. */
export class BodyTooLarge extends Error {}

/** The route for a method and path with its params; undefined when there is none. */
export function findRoute(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path) : undefined
    if (params) return { route, params }
  }
  return undefined
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const text = given[index]!
    const [, name, ending = ''] = /^:(\w+)(\.json)?$/.exec(segment) ?? []
    if (name === undefined ? text !== segment : !text.endsWith(ending) || text.length === ending.length)
      return undefined
    if (name !== undefined) params[name] = decode(text.slice(0, text.length - ending.length))
  }
  return params
}

/** Text that is not percent-encoded as it should be is taken as it stands: it will name nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Reads a request whole; its path is not decoded yet. */
export async function readAsk(request: IncomingMessage): Promise<Ask> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > MOST_BYTES) throw new BodyTooLarge('the request body is too large')
    chunks.push(chunk as Buffer)
  }
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: Buffer.concat(chunks).toString('utf8'),
    authorization: request.headers.authorization,
    isLocal:
      /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '') &&
      request.headers['sec-fetch-site'] !== 'cross-site',
    params: {},
  }
}

export function sendAnswer(response: ServerResponse, { status, body, type, headers, isLost }: Answer): void {
  if (isLost) return void response.destroy()
  const isRaw = Buffer.isBuffer(body)
  const payload = body === undefined ? undefined : isRaw ? body : JSON.stringify(body)
  if (payload !== undefined) response.setHeader('Content-Type', type ?? 'application/json')
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(status, headers)
  response.end(payload)
}
