import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const KEY_ID = 'AKIATEST'
const SECRET = 'a secret of forty characters, more or less'

/** A bucket that speaks S3 and checks every signature (version 4) as Amazon describes it; the test says what goes wrong. */
export class TestBucket {
  readonly objects = new Map<string, { bytes: Buffer; type: string; at?: Date }>()
  /** Uploads in parts that were begun and neither finished nor given up. */
  readonly uploads = new Map<string, Buffer[]>()
  /** `METHOD path` of each request, with what was answered. */
  readonly asked: string[] = []
  /** So many requests are answered by 503. */
  failing = 0
  /** Requests that match are refused by 400. */
  refused: RegExp | null = null
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  async start() {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const S3_ENDPOINT = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    const S3_REGION = 'eu-west-2'
    return { S3_BUCKET: 'calls', S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID: KEY_ID, S3_SECRET_ACCESS_KEY: SECRET }
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const url = new URL(request.url!, 'http://x')
    const [status, answer, headers = {}] = this.#answer(request, url, body)
    this.asked.push(`${request.method} ${url.pathname} ${status}`)
    response.writeHead(status, { 'x-amz-request-id': 'test', ...headers }).end(answer)
  }

  #answer(request: IncomingMessage, url: URL, body: Buffer): [number, (Buffer | string)?, Record<string, string>?] {
    if (this.failing-- > 0) return [503, error('SlowDown')]
    if (!isSigned(request, url, body)) return [403, error('SignatureDoesNotMatch')]
    if (this.refused?.test(`${request.method} ${request.url}`)) return [400, error('InvalidRequest')]
    const key = decodeURIComponent(url.pathname.replace(/^\/calls\/?/, ''))
    const query = url.searchParams
    if (query.has('uploads') || query.has('uploadId')) return this.#inParts(request, key, query, body)
    if (query.has('list-type')) return [200, this.#list(query.get('prefix') ?? '')]
    if (query.has('delete')) {
      for (const [, each] of body.toString().matchAll(/<Key>(.*?)<\/Key>/g)) this.objects.delete(each!)
      return [200, '<DeleteResult/>']
    }
    if (request.method === 'PUT') {
      this.objects.set(key, { bytes: body, type: request.headers['content-type'] ?? '' })
      return [200, '', { etag: '"1"' }]
    }
    if (request.method === 'DELETE') {
      this.objects.delete(key)
      return [204]
    }
    return this.#get(key, request.headers.range, query)
  }

  #get(
    key: string,
    range: string | undefined,
    query: URLSearchParams,
  ): [number, (Buffer | string)?, Record<string, string>?] {
    const found = this.objects.get(key)
    if (!found) return [404, error('NoSuchKey')]
    const headers = {
      'content-type': query.get('response-content-type') ?? found.type,
      'content-disposition': query.get('response-content-disposition') ?? '',
    }
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []
    if (from === undefined) return [200, found.bytes, headers]
    return [206, found.bytes.subarray(Number(from), Number(to) + 1), headers]
  }

  #inParts(
    request: IncomingMessage,
    key: string,
    query: URLSearchParams,
    body: Buffer,
  ): [number, string, Record<string, string>?] {
    const id = query.get('uploadId') ?? `upload-${this.uploads.size}`
    if (query.has('uploads')) {
      this.uploads.set(id, [])
      return [200, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`]
    }
    const parts = this.uploads.get(id)!
    if (request.method === 'PUT') {
      parts[Number(query.get('partNumber')) - 1] = body
      return [200, '', { etag: `"${parts.length}"` }]
    }
    if (request.method === 'POST') this.objects.set(key, { bytes: Buffer.concat(parts), type: '' })
    this.uploads.delete(id)
    return [200, '<CompleteMultipartUploadResult><ETag>"1"</ETag></CompleteMultipartUploadResult>']
  }

  #list(prefix: string): string {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix))
    const contents = found.map(
      ([key, { at = new Date() }]) =>
        `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified></Contents>`,
    )
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`
  }
}

const error = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html */
function isSigned({ method, headers }: IncomingMessage, url: URL, body: Buffer): boolean {
  const query = url.searchParams
  const isLink = query.has('X-Amz-Signature')
  const stated = isLink ? Object.fromEntries(query) : statedIn(headers.authorization ?? '')
  const {
    'X-Amz-Credential': credential = '',
    'X-Amz-SignedHeaders': names = '',
    'X-Amz-Signature': signature,
  } = stated
  const time = isLink ? query.get('X-Amz-Date')! : String(headers['x-amz-date'])
  const age = Date.now() - Date.parse(time.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(age) <= (isLink ? Number(query.get('X-Amz-Expires')) * 1000 : 15 * 60_000))) return false
  const payload = isLink ? 'UNSIGNED-PAYLOAD' : String(headers['x-amz-content-sha256'])
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return false
  const [keyId, day, region, service, end] = credential.split('/')
  if (keyId !== KEY_ID || !time.startsWith(day!) || !names.split(';').includes('host')) return false
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const canonical = [method, url.pathname, queryText(query), signed.join(''), names, payload].join('\n')
  const scope = [day, region, service, end].join('/')
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')
  const key = [day!, region!, service!, 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${SECRET}`)
  return hmac(key, text).toString('hex') === signature
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex')

/** The parts of an Authorization header, under the names they have in a link. */
const statedIn = (header: string): Record<string, string> =>
  Object.fromEntries([...header.matchAll(/(\w+)=([^,\s]+)/g)].map(([, name, value]) => [`X-Amz-${name}`, value!]))

function queryText(query: URLSearchParams): string {
  const pairs = [...query].filter(([name]) => name !== 'X-Amz-Signature')
  return pairs
    .map((pair) => pair.map(encoded).join('='))
    .sort()
    .join('&')
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
