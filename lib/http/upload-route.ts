import type { NextRequest } from 'next/server'
import { z } from 'zod'
import type { Caller } from '#lib/auth/principal.ts'
import type { IncomingFile } from '#lib/storage/incoming.ts'
import type { Upload } from './open-form.ts'
import { described } from './operation.ts'
import { callsProblem, invalidInput, PRIVATE } from './problem.ts'
import { readUpload } from './read-upload.ts'
import { readCaller } from './route.ts'

interface UploadOptions<Path extends z.ZodType, Input extends z.ZodObject, Output> {
  file: Upload
  /** Schema of the path parameters. */
  path: Path
  /** Whether the caller may send a file there at all: asked before a byte of it is read. */
  admit: (caller: Caller, path: z.output<Path>) => Promise<unknown>
  /** Schema of the form's fields and the path parameters together; the path wins. */
  input: Input
  run: (caller: Caller, input: z.output<Input>, file: IncomingFile) => Promise<Output>
  /** What it does, in a few words, and what it answers: for the description of the API. */
  summary: string
  output: z.ZodType
}

/** A route's POST that takes a file in a form. The file is on the disk when the verb runs, and gone afterwards unless it was kept. */
export function uploadRoute<Path extends z.ZodType, Input extends z.ZodObject, Output>(
  options: UploadOptions<Path, Input, Output>,
) {
  const parse = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
    const parsed = schema.safeParse(value)
    if (!parsed.success) throw invalidInput(parsed.error)
    return parsed.data
  }
  const handle = async (
    request: NextRequest,
    { params }: { params: Promise<Record<string, string>> },
  ): Promise<Response> => {
    try {
      const caller = await readCaller(request)
      const path = await params
      await options.admit(caller, parse(options.path, path))
      const answer = await readUpload(request, options.file, (fields, file) =>
        options.run(caller, parse(options.input, { ...fields, ...path }), file),
      )
      return Response.json(answer, { headers: PRIVATE })
    } catch (error) {
      return callsProblem(error)
    }
  }
  const { summary, output } = options
  const input = options.input.extend({ [options.file.field]: z.file() })
  return described(handle, { summary, status: 200, input, output, body: 'file-form' })
}
