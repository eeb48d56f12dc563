import { Readable } from 'node:stream'
import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import { requirePrincipal } from '#lib/auth/bearer.ts'
import { clientAddress } from '#lib/auth/client-address.ts'
import type { Caller } from '#lib/auth/principal.ts'
import { described } from './operation.ts'
import { callsProblem, invalidInput, PRIVATE } from './problem.ts'
import { uniqueEntries } from './unique-entries.ts'

/** A file that is made while it is sent. */
export interface StreamedFile {
  type: string
  name: string
  chunks: AsyncIterable<string>
}

interface StreamOptions<Input extends z.ZodType> {
  summary: string
  /** Schema of the query. */
  input: Input
  run: (caller: Caller, input: z.output<Input>) => Promise<StreamedFile>
}

/** A route's GET that sends a file as fast as it is read and no faster; an error half way cuts the connection. */
export function streamRoute<Input extends z.ZodType>({ summary, input, run }: StreamOptions<Input>) {
  const handle = async (request: NextRequest): Promise<Response> => {
    try {
      const proof = await requirePrincipal(request.headers)
      const parsed = input.safeParse(uniqueEntries(request.nextUrl.searchParams, 'bad_request'))
      if (!parsed.success) throw invalidInput(parsed.error)
      const caller = { ...proof, address: clientAddress(request.headers), idempotencyKey: null }
      const { type, name, chunks } = await run(caller, parsed.data)
      const body = Readable.toWeb(Readable.from(encoded(chunks))) as ReadableStream<Uint8Array>
      const disposition = `attachment; filename="${name}"`
      const headers = { ...PRIVATE, 'content-type': type, 'x-content-type-options': 'nosniff' }
      return new Response(body, { headers: { ...headers, 'content-disposition': disposition } })
    } catch (error) {
      return callsProblem(error)
    }
  }
  return described(handle, { summary, status: 200, input, output: 'text/csv', body: 'json' })
}

/** One chunk waits at most: bytes are counted in chunks, and these are large. */
async function* encoded(chunks: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const chunk of chunks) yield encoder.encode(chunk)
}
