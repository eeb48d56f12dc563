import type { NextRequest } from 'next/server'
import { ZodError, z } from 'zod'
import { isAllowedOrigin } from '#lib/auth/allowed-origin.ts'
import { spendCallToken, type TokenHolder } from '#lib/auth/call-token.ts'
import { clientAddress } from '#lib/auth/client-address.ts'
import { AppError } from '#lib/errors.ts'
import { described } from './operation.ts'
import { parseObject } from './parse-object.ts'
import { invalidInput, problem } from './problem.ts'
import { readBody } from './read-body.ts'
import { uniqueEntries } from './unique-entries.ts'

const BODY_LIMIT = 64 * 1024

/** Who asks by a token that is spent now. */
export interface TokenCaller extends TokenHolder {
  address: string
  idempotencyKey: string | null
}

interface CorsRouteOptions<Who, Input extends z.ZodType> {
  /** Finds out who asks, before anything else is read. */
  by: (headers: Headers) => Promise<Who>
  /** Schema of query and JSON body together; its first issue's message is the answer's error. */
  input: Input
  run: (who: Who, input: z.output<Input>) => Promise<object>
  /** What it does, in a few words, and what it answers: for the description of the API. */
  summary: string
  output: z.ZodType
}

/** A method for pages of the allowed origins and for programs. */
export function corsRoute<Who, Input extends z.ZodType>({
  by,
  input,
  run,
  summary,
  output,
}: CorsRouteOptions<Who, Input>) {
  const handle = async (request: NextRequest): Promise<Response> => {
    const origin = request.headers.get('origin')
    if (!isAllowedOrigin(origin)) return Response.json({ error: 'Unauthorized origin' }, { status: 403, headers: VARY })
    const done = async () => run(await by(request.headers), await parsedInput(request, input))
    return withCors(await answer(done), origin)
  }
  return described(handle, { summary, status: 200, input, output, body: 'json' })
}

/** The same, opened by a single-use token, which is spent first. */
export const tokenRoute = <Input extends z.ZodType>(options: Omit<CorsRouteOptions<TokenCaller, Input>, 'by'>) =>
  corsRoute({ ...options, by: tokenCaller })

const tokenCaller = async (headers: Headers): Promise<TokenCaller> => ({
  ...(await spendCallToken(bearerOf(headers))),
  address: clientAddress(headers),
  idempotencyKey: headers.get('idempotency-key'),
})

/** Answers the question a browser asks before it sends a request to another origin. */
export async function preflight(request: NextRequest): Promise<Response> {
  const origin = request.headers.get('origin')
  if (!isAllowedOrigin(origin)) return Response.json({ error: 'Not allowed by CORS' }, { status: 403, headers: VARY })
  return withCors(new Response(null, { status: 204 }), origin)
}

async function parsedInput<Input extends z.ZodType>(request: NextRequest, input: Input) {
  const query = uniqueEntries(request.nextUrl.searchParams, 'bad_request')
  const body = request.method === 'GET' ? {} : parseObject(await readBody(request, 'application/json', BODY_LIMIT))
  const parsed = input.safeParse({ ...query, ...body })
  if (!parsed.success) throw invalidInput(parsed.error)
  return parsed.data
}

function bearerOf(headers: Headers): string {
  const [, token] = /^bearer ([\w.~+/=-]{1,4096})$/i.exec(headers.get('authorization') ?? '') ?? []
  if (!token) throw new AppError('invalid_token', 'No token provided')
  return token
}

async function answer(run: () => Promise<object>): Promise<Response> {
  try {
    return Response.json(await run(), { headers: PRIVATE })
  } catch (error) {
    return refusal(error)
  }
}

/** 400, 401 and 500 exactly as the API's first clients know them, all else with our code and advice. */
function refusal(error: unknown): Response {
  const { status } = problem(error)
  const no = (as: number, body: object) => Response.json(body, { status: as, headers: PRIVATE })
  if (!(error instanceof AppError) || status === 500) return no(500, { success: false, error: 'Internal server error' })
  const { code, message, action, cause } = error
  if (status === 401) return no(401, { error: message })
  if (code === 'invalid_input' && cause instanceof ZodError) return no(400, { error: cause.issues[0]!.message })
  return no(status, { success: false, error: message, code, action })
}

const VARY = { vary: 'Origin' }
const PRIVATE = { 'cache-control': 'private, no-store' }

function withCors(response: Response, origin: string | null): Response {
  response.headers.set('vary', 'Origin')
  if (origin === null) return response
  response.headers.set('access-control-allow-origin', origin)
  response.headers.set('access-control-allow-credentials', 'true')
  response.headers.set('access-control-allow-methods', 'GET, POST, PUT, DELETE, OPTIONS')
  response.headers.set('access-control-allow-headers', 'Content-Type, Authorization, Origin, Accept')
  response.headers.set('access-control-max-age', '86400')
  return response
}
