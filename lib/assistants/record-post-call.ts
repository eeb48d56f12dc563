import { z } from 'zod'
import { eventHash } from '#lib/calls/call-event.ts'
import { findAccount } from '#lib/db/across.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import type { SignedRequest } from '#lib/http/assistant-webhook.ts'
import { completeConversation } from './complete-conversation.ts'
import { openWebhookSecrets } from './credentials.ts'
import { VendorConversation } from './eleven-labs-api.ts'
import { isSignedByVendor } from './post-call-signature.ts'

/** post_call_audio and call_initiation_failure come to the same address; nobody reads them. */
const Report = z.discriminatedUnion('type', [
  z.object({ type: z.literal('post_call_transcription'), data: VendorConversation }),
  z.object({ type: z.literal('post_call_audio') }),
  z.object({ type: z.literal('call_initiation_failure') }),
])

/** Takes what the vendor tells of a conversation after its end, once. Throws `bad_signature` and `invalid_input`. */
export async function recordPostCall({ accountSid, signature, body }: SignedRequest): Promise<void> {
  const account = /^AC[0-9a-f]{32}$/i.test(accountSid) ? await findAccount(accountSid) : undefined
  if (!account) throw new AppError('bad_signature', 'The signature does not match.')
  const { businessId } = account
  await withBusiness(businessId, async (tx) => {
    const secrets = await openWebhookSecrets(tx)
    if (!secrets.some((secret) => isSignedByVendor(signature, body, secret))) {
      throw new AppError('bad_signature', 'The signature does not match.')
    }
    const report = readReport(body)
    if (report.type === 'post_call_transcription' && (await isFirst(tx, businessId, report.data.conversation_id))) {
      await completeConversation(tx, businessId, report.data)
    }
  })
}

function readReport(body: string): z.output<typeof Report> {
  try {
    return Report.parse(JSON.parse(body))
  } catch (cause) {
    throw new AppError('invalid_input', 'The report is not as ElevenLabs documents it.', { cause })
  }
}

/** One report a conversation: a repetition, also of a captured request, changes nothing. */
async function isFirst(tx: Tx, businessId: string, vendorId: string): Promise<boolean> {
  const route = '/api/assistants/post-call'
  const dedupeKey = eventHash({ route, businessId, vendorId })
  const { count } = await tx.webhookDelivery.createMany({
    data: { dedupeKey, businessId, route },
    skipDuplicates: true,
  })
  return count > 0
}
