import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { AppError } from '#lib/errors.ts'
import { type IncomingFile, receive } from '#lib/storage/incoming.ts'
import { brokenForm, openForm, tooLarge, type Upload } from './open-form.ts'
import { contentTypeOf } from './read-body.ts'

/** Room for the form around its file. */
const FORM_BYTES = 1024 * 1024

/**
 * Reads a multipart form with one file, which goes to the disk as it comes and is hashed on the way: it is never in memory.
 * Nothing of it is left unless it is kept. A form that is too large is read to its end, so that its sender hears why.
 */
export async function readUpload<T>(
  request: Request,
  upload: Upload,
  take: (fields: Record<string, string>, file: IncomingFile) => Promise<T>,
): Promise<T> {
  if (contentTypeOf(request) !== 'multipart/form-data' || !request.body) {
    throw new AppError('wrong_content_type', 'Send the body as multipart/form-data.')
  }
  const mostBytes = upload.mostBytes + FORM_BYTES
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge(upload)
  const { sink, file, fields, faults } = openForm(request, upload)
  const poured = pour(request.body, sink, 2 * mostBytes).catch((cause: unknown) => {
    const fault = brokenForm(cause)
    sink.destroy(fault)
    throw fault
  })
  const taken = file
    .then((stream) =>
      receive(chunksOf(stream), mostBytes, async (received) => {
        await poured
        if (faults[0]) throw faults[0]
        if (received.bytes === 0)
          throw new AppError('invalid_input', `${upload.field}: is empty`, { field: upload.field })
        return take(fields, received)
      }),
    )
    .catch((error: unknown) => {
      sink.destroy(error instanceof Error ? error : new Error(String(error)))
      throw error
    })
  const [form, result] = await Promise.allSettled([poured, taken])
  if (result.status === 'fulfilled') return result.value
  throw faults[0] ?? (form.status === 'rejected' && result.reason instanceof AppError ? form.reason : result.reason)
}

/** Everything that comes, into the form as fast as it takes it. */
async function pour(body: AsyncIterable<Uint8Array>, sink: Writable, mostBytes: number): Promise<void> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new Error('The form does not end')
    if (!sink.write(chunk)) await once(sink, 'drain')
  }
  sink.end()
  await finished(sink)
}

async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array
  } catch (cause) {
    throw brokenForm(cause)
  }
}
