import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'
import { described } from './operation.ts'
import { problem } from './problem.ts'
import { readBody } from './read-body.ts'

/** An hour of talk with its analysis is some hundred kilobytes. */
const BODY_LIMIT = 4 * 1024 * 1024

/** A request as the vendor of assistants made it; the signature is over the body's exact text. */
export interface SignedRequest {
  accountSid: string
  signature: string | null
  body: string
}

type Params = { params: Promise<{ accountSid: string }> }

/** An address the vendor of assistants calls, which names the business by its carrier account. The verb checks the signature. */
export function assistantWebhook({ run }: { run: (request: SignedRequest) => Promise<void> }) {
  const handle = async (request: NextRequest, { params }: Params): Promise<Response> => {
    try {
      const body = await readBody(request, 'application/json', BODY_LIMIT)
      const { accountSid } = await params
      await run({ accountSid, signature: request.headers.get('elevenlabs-signature'), body })
      return Response.json({})
    } catch (error) {
      if (!(error instanceof AppError)) log.error('a post-call webhook failed', { error })
      return problem(error)
    }
  }
  const empty = z.object({})
  return described(handle, {
    summary: 'Take the report of a conversation',
    status: 200,
    input: empty,
    output: empty,
    body: 'json',
  })
}
