import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { requirePrincipal } from '#lib/auth/bearer.ts'
import { clientAddress } from '#lib/auth/client-address.ts'
import type { Caller } from '#lib/auth/principal.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { described } from './operation.ts'
import { parseObject } from './parse-object.ts'
import { invalidInput, problem as ownProblem, PRIVATE } from './problem.ts'
import { readBody } from './read-body.ts'
import { uniqueEntries } from './unique-entries.ts'

const BODY_LIMIT = 64 * 1024

/** The input of a method that takes none. */
export const nothing = z.object({})

interface RouteOptions<Input extends z.ZodType, Output> {
  /** Schema of query, JSON body and path parameters taken together; the path wins. */
  input: Input
  run: (caller: Caller, input: z.output<Input>) => Promise<Output>
  /** What it does, in a few words, and what it answers: for the description of the API. */
  summary: string
  output: z.ZodType
  status?: number
  /** Largest body in bytes, 64 KiB when absent. */
  bodyLimit?: number
  /** Turns an error into the answer; our own envelope unless a seed has another. */
  problem?: (error: unknown) => Response
}

type Params = { params: Promise<Record<string, string | string[] | undefined>> }

/** A route's method: finds out who asks, parses the input, runs one verb, answers its result as JSON. */
export function route<Input extends z.ZodType, Output>({
  input,
  run,
  summary,
  output,
  status = 200,
  bodyLimit = BODY_LIMIT,
  problem = ownProblem,
}: RouteOptions<Input, Output>) {
  const handle = async (request: NextRequest, { params }: Params): Promise<Response> => {
    try {
      const caller = await readCaller(request)
      const parsed = input.safeParse({ ...(await readInput(request, bodyLimit)), ...(await params) })
      if (!parsed.success) throw invalidInput(parsed.error)
      return Response.json(await run(caller, parsed.data), { status, headers: PRIVATE })
    } catch (error) {
      return problem(error)
    }
  }
  return described(handle, { summary, status, input, output, body: 'json' })
}

/** Who asks, and from where. Throws when that is not proven, and for a page of another site that rides on a cookie. */
export async function readCaller(request: NextRequest): Promise<Caller> {
  const proof = await requirePrincipal(request.headers)
  if (proof.credential === 'session') refuseForeignOrigin(request)
  return { ...proof, address: clientAddress(request.headers), idempotencyKey: idempotencyKey(request.headers) }
}

/** A cookie is sent by any page of the browser: what changes something must come from our own. */
function refuseForeignOrigin(request: Request): void {
  if (request.method === 'GET') return
  const origin = request.headers.get('origin')
  if (origin === new URL(env().PUBLIC_URL).origin) return
  if (origin === null && request.headers.get('sec-fetch-site') === null) return
  throw new AppError('wrong_origin', 'This request came from another site.')
}

function idempotencyKey(headers: Headers): string | null {
  const key = headers.get('idempotency-key')
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new AppError('bad_request', 'Idempotency-Key must be 1 to 255 printable characters without blanks.')
}

/** A server shows an empty body as a stream of nothing; without a type and a length there is none. */
function hasBody({ body, headers }: Request): boolean {
  const says = ['content-type', 'transfer-encoding'].some((name) => headers.has(name))
  return body !== null && (says || Number(headers.get('content-length') ?? 0) > 0)
}

async function readInput(request: NextRequest, bodyLimit: number): Promise<Record<string, unknown>> {
  const query = uniqueEntries(request.nextUrl.searchParams, 'bad_request')
  if (request.method === 'GET' || !hasBody(request)) return query
  const text = await readBody(request, 'application/json', bodyLimit)
  return { ...query, ...parseObject(text) }
}
