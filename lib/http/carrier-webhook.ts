import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { eventHash } from '#lib/calls/call-event.ts'
import { openAuthToken } from '#lib/carrier/load-carrier.ts'
import { isSignedByCarrier } from '#lib/carrier/signature.ts'
import { sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import { findAccount } from '#lib/db/across.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'
import { invalidInput, problem } from './problem.ts'
import { readBody } from './read-body.ts'
import { uniqueEntries } from './unique-entries.ts'

const BODY_LIMIT = 64 * 1024

/** What a webhook's verb works with: an open transaction of the business whose account signed the request. */
export interface Delivery {
  tx: Tx
  businessId: string
  accountSid: string
  /** Everything that came, for the ledger. */
  raw: Record<string, string>
}

interface WebhookOptions<Form extends z.ZodType> {
  /** Schema of form, query and path parameters taken together; the path wins over the query, the query over the form. */
  form: Form
  /** Answers TwiML, or nothing to a report. */
  run: (delivery: Delivery, form: z.output<Form>) => Promise<string | void>
}

type Params = { params: Promise<Record<string, string | string[] | undefined>> }

/**
 * The guard of every address the carrier calls: signature over the exact configured address, strict fields, no name twice,
 * and one answer per delivery however often it is repeated.
 */
export function carrierWebhook<Form extends z.ZodType>(options: WebhookOptions<Form>) {
  return async (request: NextRequest, { params }: Params): Promise<Response> => {
    try {
      const { account, raw } = await verified(request)
      const query = uniqueEntries(request.nextUrl.searchParams, 'invalid_form')
      const form = options.form.safeParse({ ...raw, ...query, ...(await params) })
      if (!form.success) throw invalidInput(form.error)
      const delivery = { businessId: account.businessId, accountSid: account.accountSid, raw }
      return answer(await answerOnce(request, delivery, (tx) => options.run({ tx, ...delivery }, form.data)))
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return problem(error)
      log.error('a webhook failed', { path: request.nextUrl.pathname, error })
      return problem(new AppError('internal_error', 'The event could not be recorded.'))
    }
  }
}

async function verified(request: NextRequest) {
  const body = await readBody(request, 'application/x-www-form-urlencoded', BODY_LIMIT)
  const raw = uniqueEntries(new URLSearchParams(body), 'invalid_form')
  const accountSid = z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i)
    .safeParse(raw.AccountSid).data
  const account = accountSid ? await findAccount(accountSid) : undefined
  const url = env().PUBLIC_URL + request.nextUrl.pathname + request.nextUrl.search
  const authToken = account ? openAuthToken(account.accountSid, account.authTokenSealed) : ''
  if (!account || !isSignedByCarrier(request.headers.get('x-twilio-signature'), url, raw, authToken)) {
    throw new AppError('bad_signature', 'The signature does not match.')
  }
  return { account, raw }
}

/** Runs a delivery once: a repetition waits for the first and gets its answer. */
async function answerOnce(
  request: NextRequest,
  { businessId, raw }: { businessId: string; raw: Record<string, string> },
  run: (tx: Tx) => Promise<string | void>,
): Promise<string | null> {
  const route = request.nextUrl.pathname
  const token = request.headers.get('i-twilio-idempotency-token')
  const dedupeKey = eventHash({ route, token: token ?? raw })
  return withBusiness(businessId, async (tx) => {
    const known = await tx.$queryRaw<{ response: string | null; fresh: boolean }[]>`
      insert into webhook_deliveries as d (dedupe_key, business_id, route) values (${dedupeKey}, ${businessId}::uuid, ${route})
      on conflict (dedupe_key) do update set repeats = d.repeats + 1
      returning response_body as response, repeats = 0 as fresh`
    if (!known[0]!.fresh) return known[0]!.response
    const response = (await run(tx)) ?? null
    if (response) await tx.webhookDelivery.update({ where: { dedupeKey }, data: { responseBody: response } })
    return response
  })
}

const answer = (twiml: string | null) =>
  twiml === null
    ? new Response(null, { status: 204 })
    : new Response(twiml, { headers: { 'content-type': 'text/xml; charset=utf-8' } })

/** What the carrier runs when an address of ours failed: works with nothing but this process. */
export const apologise = () => answer(sayAndHangUpTwiml('fault'))
