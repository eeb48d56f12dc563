import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { clientAddress } from '#lib/auth/client-address.ts'
import { eventHash } from '#lib/calls/call-event.ts'
import { openAuthToken } from '#lib/carrier/load-carrier.ts'
import { isBodySignedByCarrier, isSignedByCarrier } from '#lib/carrier/signature.ts'
import { sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import { type Account, findAccount } from '#lib/db/across.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'
import { isRecut } from '#lib/webhooks/field-names.ts'
import { described } from './operation.ts'
import { parseObject } from './parse-object.ts'
import { invalidInput, problem } from './problem.ts'
import { contentTypeOf, readBody } from './read-body.ts'
import { uniqueEntries } from './unique-entries.ts'

const BODY_LIMIT = 64 * 1024
/** The carrier sends some forty fields, a browser's own may come on top. */
const MOST_FIELDS = 200

/** What we ourselves write into addresses: it is read from there only, and nothing else is. */
const ADDRESS_FIELDS = new Set(['callId', 'role', 'attempt', 'round', 'bodySHA256', 'business_id'])

/** What a webhook's verb works with: an open transaction of the business whose account signed the request. */
export interface Delivery {
  tx: Tx
  businessId: string
  accountSid: string
  /** Where the request came from. */
  address: string
  /** Everything that came, for the ledger. */
  raw: Record<string, string>
}

interface WebhookOptions<Form extends z.ZodObject> {
  /** Schema of form, query and path parameters taken together; what stands in the address is not read from the form. */
  form: Form
  /** Answers TwiML, or nothing to a report. */
  run: (delivery: Delivery, form: z.output<Form>) => Promise<string | void>
  /** What a report is answered with; nothing and 204 when absent. */
  thanks?: string
  /** It answers a document. */
  answers?: 'twiml'
}

type Params = { params: Promise<Record<string, string | string[] | undefined>> }

/**
 * The guard of every address the carrier calls: signature over the exact configured address, strict fields, no name twice or
 * cut elsewhere, and one answer per delivery however often it is repeated.
 */
export function carrierWebhook<Form extends z.ZodObject>(options: WebhookOptions<Form>) {
  const handle = async (request: NextRequest, { params }: Params): Promise<Response> => {
    try {
      const query = readQuery(request)
      const { account, raw } = await verified(request, Object.keys(options.form.shape))
      const sent = Object.fromEntries(Object.entries(raw).filter(([name]) => !ADDRESS_FIELDS.has(name)))
      const form = options.form.safeParse({ ...sent, ...query, ...(await params) })
      if (!form.success) throw invalidInput(form.error)
      const { businessId, accountSid } = account
      checkBusiness(businessId, [raw.business_id, query.business_id])
      const delivery = { businessId, accountSid, address: clientAddress(request.headers), raw }
      const run = async (tx: Tx, isUsers: boolean) => {
        if (isUsers) await checkUsers(tx, accountSid, form.data)
        return options.run({ tx, ...delivery }, form.data)
      }
      return answer(await answerOnce(request, delivery, run), options)
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return problem(error)
      log.error('a webhook failed', { path: request.nextUrl.pathname, error })
      return problem(new AppError('internal_error', 'The event could not be recorded.'))
    }
  }
  const output = options.answers === 'twiml' ? 'text/xml' : 'text/plain'
  const status = options.answers || options.thanks ? 200 : 204
  return described(handle, { status, input: options.form, output, body: 'signed-form' })
}

function readQuery(request: NextRequest): Record<string, string> {
  const query = uniqueEntries(request.nextUrl.searchParams, 'invalid_form')
  const foreign = Object.keys(query).find((name) => !ADDRESS_FIELDS.has(name))
  if (foreign) throw new AppError('invalid_form', `${foreign} has no place in the address.`)
  return query
}

/** The signed account tells whose request it is; a business named beside it is only compared. */
function checkBusiness(businessId: string, named: (string | undefined)[]): void {
  if (named.every((id) => id === undefined || id.toLowerCase() === businessId)) return
  throw new AppError('forbidden', 'business_id is not the business of this account.', { field: 'business_id' })
}

/** Whoever holds a user's own account can sign what they like with it: it counts for calls placed through that account alone. */
async function checkUsers(
  tx: Tx,
  accountSid: string,
  { callId, recordingId }: { callId?: unknown; recordingId?: unknown },
) {
  const theirs =
    typeof callId === 'string'
      ? await tx.assistantConversation.count({ where: { callId, accountSid } })
      : typeof recordingId === 'string' && (await tx.recording.count({ where: { id: recordingId, accountSid } }))
  if (!theirs) throw new AppError('forbidden', 'This is no call of this account.')
}

/** The fields of a request that the account named in it signed. */
async function verified(request: NextRequest, read: string[]) {
  const signature = request.headers.get('x-twilio-signature')
  const url = env().PUBLIC_URL + request.nextUrl.pathname + request.nextUrl.search
  const isJson = contentTypeOf(request) === 'application/json'
  const body = await readBody(request, isJson ? 'application/json' : 'application/x-www-form-urlencoded', BODY_LIMIT)
  const fields = isJson ? jsonFields(body) : uniqueEntries(new URLSearchParams(body), 'invalid_form')
  const account = await namedAccount(fields)
  const authToken = account ? openAuthToken(account.accountSid, account.authTokenSealed) : ''
  const isSigned = isJson
    ? isBodySignedByCarrier(signature, url, body, authToken)
    : isSignedByCarrier(signature, url, fields, authToken)
  if (!account || !isSigned) throw new AppError('bad_signature', 'The signature does not match.')
  if (Object.keys(fields).length > MOST_FIELDS || (!isJson && isRecut(fields, read))) {
    throw new AppError('invalid_form', 'The fields are not as the carrier sends them.')
  }
  // PostgreSQL's text knows no NUL.
  return { account, raw: mapValues(fields, (value) => value.replaceAll('\0', '')) }
}

/** A JSON body's fields; those that are no text are read by nobody yet. */
const jsonFields = (body: string) =>
  Object.fromEntries(
    Object.entries(parseObject(body)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )

const mapValues = (fields: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]))

/** The account of its field; of a report without one, that of the recording's address. Whose token signed it shows. */
async function namedAccount({ AccountSid, RecordingUrl }: Record<string, string>): Promise<Account | undefined> {
  const sid = AccountSid ?? /\/Accounts\/(\w+)\//.exec(RecordingUrl ?? '')?.[1] ?? ''
  return /^AC[0-9a-f]{32}$/i.test(sid) ? findAccount(sid) : undefined
}

/**
 * Runs a delivery once: a repetition waits for the first and gets its answer. What was signed tells deliveries apart, not the
 * carrier's idempotency token: that is not signed, so whoever replays a captured request can make up another.
 */
async function answerOnce(
  request: NextRequest,
  { businessId, accountSid, raw }: { businessId: string; accountSid: string; raw: Record<string, string> },
  run: (tx: Tx, isUsers: boolean) => Promise<string | void>,
): Promise<string | null> {
  const route = request.nextUrl.pathname
  const dedupeKey = eventHash({ route, search: request.nextUrl.search, raw })
  return withBusiness(businessId, async (tx) => {
    const known = await tx.$queryRaw<{ response: string | null; fresh: boolean; isUsers: boolean }[]>`
      insert into webhook_deliveries as d (dedupe_key, business_id, route) values (${dedupeKey}, ${businessId}::uuid, ${route})
      on conflict (dedupe_key) do update set repeats = d.repeats + 1
      returning response_body as response, repeats = 0 as fresh,
        exists (select from carrier_accounts where account_sid = ${accountSid} and user_id is not null) as "isUsers"`
    if (!known[0]!.fresh) return known[0]!.response
    const response = (await run(tx, known[0]!.isUsers)) ?? null
    if (response) await tx.webhookDelivery.update({ where: { dedupeKey }, data: { responseBody: response } })
    return response
  })
}

function answer(twiml: string | null, { thanks }: { thanks?: string } = {}): Response {
  if (twiml !== null) return new Response(twiml, { headers: { 'content-type': 'text/xml; charset=utf-8' } })
  return thanks ? new Response(thanks) : new Response(null, { status: 204 })
}

/** What the carrier runs when an address of ours failed: works with nothing but this process. */
export const apologise = described(() => answer(sayAndHangUpTwiml('fault')), {
  status: 200,
  input: z.object({}),
  output: 'text/xml',
  body: 'signed-form',
})
