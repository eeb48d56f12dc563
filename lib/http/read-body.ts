import { AppError } from '#lib/errors.ts'

/** The kind of body a request says it has, without its parameters. */
export const contentTypeOf = (request: Request): string | undefined =>
  request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()

/** Reads a body of text up to a limit in bytes, refusing the rest before it is in memory. */
export async function readBody(request: Request, contentType: string, limit: number): Promise<string> {
  if (contentTypeOf(request) !== contentType)
    throw new AppError('wrong_content_type', `Send the body as ${contentType}.`)
  // A compressed body says nothing of the memory it takes.
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') throw new AppError('wrong_content_type', 'Send the body as it is, not compressed.')
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw new AppError('body_too_large', `The body is larger than ${limit} bytes.`)
    chunks.push(chunk)
  }
  return decode(Buffer.concat(chunks))
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not UTF-8.', { cause })
  }
}
