import { Readable } from 'node:stream'
import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { requirePrincipal } from '#lib/auth/bearer.ts'
import { clientAddress } from '#lib/auth/client-address.ts'
import type { Caller } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { type FileLink, readFileLink } from '#lib/storage/file-link.ts'
import { type FileFace, openStore } from '#lib/storage/store.ts'
import { readByteRange } from './byte-range.ts'
import { described } from './operation.ts'
import { invalidInput, PRIVATE, problem } from './problem.ts'
import { uniqueEntries } from './unique-entries.ts'

/** A file of the store that one business may read. */
export interface PrivateFile extends FileFace {
  path: string
  bytes: number
}

interface FileOptions<Input extends z.ZodType> {
  /** Schema of the path parameters. */
  input: Input
  run: (caller: Caller, input: z.output<Input>) => Promise<PrivateFile>
}

type Params = { params: Promise<Record<string, string | string[] | undefined>> }

/** A route's GET that sends a file, or the part that is asked for, from the store as fast as it is read. */
export function fileRoute<Input extends z.ZodType>({ input, run }: FileOptions<Input>) {
  const handle = async (request: NextRequest, { params }: Params): Promise<Response> => {
    try {
      const proof = await requirePrincipal(request.headers)
      const parsed = input.safeParse(await params)
      if (!parsed.success) throw invalidInput(parsed.error)
      const caller = { ...proof, address: clientAddress(request.headers), idempotencyKey: null }
      return await send(await run(caller, parsed.data), request.headers.get('range'))
    } catch (error) {
      return problem(error)
    }
  }
  return described(handle, { summary: 'Get a file', status: 200, input, output: 'audio/*', body: 'json' })
}

const Id = z.object({ id: z.uuid() })

interface LinkedOptions {
  kind: FileLink['kind']
  /** Finds the file, and writes down who opened it from where. */
  run: (link: FileLink, address: string) => Promise<PrivateFile>
}

/** A route's GET for whoever has a link of ours: sends the file, or leads to the store where that can be asked directly. */
export function linkedFileRoute({ kind, run }: LinkedOptions) {
  const handle = async (request: NextRequest, { params }: Params): Promise<Response> => {
    try {
      const parsed = Id.safeParse(await params)
      if (!parsed.success) throw new AppError('not_found', 'There is no such file.')
      const query = uniqueEntries(request.nextUrl.searchParams, 'bad_request')
      const link = readFileLink({ kind, id: parsed.data.id }, query)
      const file = await run(link, clientAddress(request.headers))
      const location = await (await openStore()).link(file.path, file)
      if (location) return new Response(null, { status: 302, headers: { ...PRIVATE, location } })
      return await send(file, request.headers.get('range'))
    } catch (error) {
      return problem(error)
    }
  }
  const output = 'application/octet-stream'
  return described(handle, { summary: 'Get a file by its link', status: 200, input: Id, output, body: 'json' })
}

async function send({ path, bytes, type, name }: PrivateFile, rangeHeader: string | null): Promise<Response> {
  const range = readByteRange(rangeHeader, bytes)
  // Whatever is in the file, no browser takes it for a page of ours.
  const guards = { 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox' }
  const headers = { ...PRIVATE, ...guards, 'accept-ranges': 'bytes' }
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes}` } })
  }
  const { from, to } = range ?? { from: 0, to: bytes - 1 }
  const stream = await (await openStore()).read(path, { from, to })
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'content-type': type,
      'content-length': String(to - from + 1),
      'content-disposition': `inline; filename="${name}"`,
      ...(range && { 'content-range': `bytes ${from}-${to}/${bytes}` }),
    },
  })
}
