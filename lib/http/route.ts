import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { clientAddress } from '#lib/auth/client-address.ts'
import type { Caller } from '#lib/auth/principal.ts'
import { requireSession } from '#lib/auth/session.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { invalidInput, PRIVATE, problem } from './problem.ts'
import { readBody } from './read-body.ts'
import { uniqueEntries } from './unique-entries.ts'

const BODY_LIMIT = 64 * 1024

/** The input of a method that takes none. */
export const nothing = z.object({})

interface RouteOptions<Input extends z.ZodType, Output> {
  /** Schema of query, JSON body and path parameters taken together; the path wins. */
  input: Input
  run: (caller: Caller, input: z.output<Input>) => Promise<Output>
  status?: number
}

type Params = { params: Promise<Record<string, string | string[] | undefined>> }

/** A route's method: finds out who asks, parses the input, runs one verb, answers its result as JSON. */
export function route<Input extends z.ZodType, Output>({ input, run, status = 200 }: RouteOptions<Input, Output>) {
  return async (request: NextRequest, { params }: Params): Promise<Response> => {
    try {
      const principal = await requireSession()
      refuseForeignOrigin(request)
      const parsed = input.safeParse({ ...(await readInput(request)), ...(await params) })
      if (!parsed.success) throw invalidInput(parsed.error)
      const caller = {
        principal,
        address: clientAddress(request.headers),
        idempotencyKey: request.headers.get('idempotency-key'),
      }
      return Response.json(await run(caller, parsed.data), { status, headers: PRIVATE })
    } catch (error) {
      return problem(error)
    }
  }
}

/** A cookie is sent by any page of the browser: what changes something must come from our own. */
function refuseForeignOrigin(request: Request): void {
  if (request.method === 'GET') return
  const origin = request.headers.get('origin')
  if (origin === new URL(env().PUBLIC_URL).origin) return
  if (origin === null && request.headers.get('sec-fetch-site') === null) return
  throw new AppError('wrong_origin', 'This request came from another site.')
}

async function readInput(request: NextRequest): Promise<Record<string, unknown>> {
  const query = uniqueEntries(request.nextUrl.searchParams, 'bad_request')
  if (request.method === 'GET' || request.body === null) return query
  const text = await readBody(request, 'application/json', BODY_LIMIT)
  return { ...query, ...parseObject(text) }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_json', 'The body is not JSON.', { cause })
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError('invalid_json', 'The body must be a JSON object.')
  }
  return value as Record<string, unknown>
}
