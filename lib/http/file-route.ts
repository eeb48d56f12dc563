import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import { requirePrincipal } from '#lib/auth/bearer.ts'
import { clientAddress } from '#lib/auth/client-address.ts'
import type { Caller } from '#lib/auth/principal.ts'
import { readByteRange } from './byte-range.ts'
import { invalidInput, PRIVATE, problem } from './problem.ts'

/** An open file that one business may read. */
export interface PrivateFile {
  file: FileHandle
  bytes: number
  type: string
  name: string
}

interface FileOptions<Input extends z.ZodType> {
  /** Schema of the path parameters. */
  input: Input
  run: (caller: Caller, input: z.output<Input>) => Promise<PrivateFile>
}

type Params = { params: Promise<Record<string, string | string[] | undefined>> }

/** A route's GET that sends a file, or the part that is asked for, from the disk as fast as it is read. */
export function fileRoute<Input extends z.ZodType>({ input, run }: FileOptions<Input>) {
  return async (request: NextRequest, { params }: Params): Promise<Response> => {
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
}

async function send({ file, bytes, type, name }: PrivateFile, rangeHeader: string | null): Promise<Response> {
  const range = readByteRange(rangeHeader, bytes)
  const headers = { ...PRIVATE, 'accept-ranges': 'bytes', 'x-content-type-options': 'nosniff' }
  if (range === 'unsatisfiable') {
    await file.close()
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes}` } })
  }
  const { from, to } = range ?? { from: 0, to: bytes - 1 }
  const stream = file.createReadStream({ start: from, end: to })
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
