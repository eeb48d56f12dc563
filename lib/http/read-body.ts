import { AppError } from '#lib/errors.ts'

/** Reads a body of text up to a limit in bytes, refusing the rest before it is in memory. */
export async function readBody(request: Request, contentType: string, limit: number): Promise<string> {
  const given = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (given !== contentType) throw new AppError('wrong_content_type', `Send the body as ${contentType}.`)
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
