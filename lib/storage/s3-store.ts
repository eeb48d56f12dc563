import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import type { Store } from './store.ts'

const LINK_S = 5 * 60
/** An upload holds so much of a file in memory, twice. */
const PART_BYTES = 8 * 1024 * 1024
const CONNECT_MS = 5_000
const REQUEST_MS = 60_000

type Settings = Pick<Env, 'S3_BUCKET' | 'S3_ENDPOINT' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'>

/** A store in a bucket of Amazon S3 or of anything that speaks its protocol. */
export function s3Store(settings: Settings): Store {
  const client = connect(settings)
  const Bucket = settings.S3_BUCKET!
  const pagesOf = (folder: string) => paginateListObjectsV2({ client }, { Bucket, Prefix: `${folder}/` })
  return {
    async keep(path, file, type) {
      const Body = createReadStream(file)
      const params = { Bucket, Key: path, Body, ContentType: type }
      await asking(() => new Upload({ client, params, partSize: PART_BYTES, queueSize: 2 }).done())
      await rm(file, { force: true })
    },
    async read(path, { from, to }) {
      const command = new GetObjectCommand({ Bucket, Key: path, Range: `bytes=${from}-${to}` })
      const { Body } = await asking(() => client.send(command))
      return Body as Readable
    },
    link(path, { type, name }) {
      const ResponseContentDisposition = `inline; filename="${name}"`
      const command = new GetObjectCommand({ Bucket, Key: path, ResponseContentType: type, ResponseContentDisposition })
      return getSignedUrl(client, command, { expiresIn: LINK_S })
    },
    async *list(folder) {
      for await (const { Contents = [] } of pagesOf(folder)) {
        for (const { Key, LastModified } of Contents) yield { path: Key!, at: LastModified! }
      }
    },
    async remove(path) {
      await asking(() => client.send(new DeleteObjectCommand({ Bucket, Key: path })))
    },
    async removeFolder(path) {
      for await (const { Contents = [] } of pagesOf(path)) {
        const Objects = Contents.map(({ Key }) => ({ Key }))
        if (Objects.length > 0)
          await asking(() => client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } })))
      }
    },
  }
}

/** Checksums only where S3 itself asks for them: stores of other makers refuse those they do not know. */
function connect({ S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: Settings): S3Client {
  return new S3Client({
    ...(S3_ENDPOINT && { endpoint: S3_ENDPOINT }),
    region: S3_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: S3_ACCESS_KEY_ID!, secretAccessKey: S3_SECRET_ACCESS_KEY! },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
  })
}

async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof NoSuchKey) throw new AppError('not_found', 'The file is not there.', { cause: error })
    throw new AppError('not_ready', 'The store of files cannot be reached.', { cause: error })
  }
}
