import { secretsKey } from '#lib/carrier/load-carrier.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import { openSecret, sealSecret } from '#lib/sealed-secret.ts'
import type { ElevenLabsAccount } from './eleven-labs-api.ts'

type Secret = 'api_key' | 'webhook_secret'

/** Where a credential's sealed secret is stored; it opens nowhere else. */
const placeOf = (id: string, column: Secret) => `assistant_credentials.${column}/${id}`

export interface NewCredential {
  agentId: string
  apiKey: string
  webhookSecret?: string
  /** The line that calls of this user go out from. */
  phoneNumber?: string
  accountSid?: string
}

/** Stores the account of a user, or without one the business's own, in place of what was there. Others of the business wait until the transaction ends. */
export async function storeCredential(
  tx: Tx,
  businessId: string,
  userId: string | null,
  { apiKey, webhookSecret, ...facts }: NewCredential,
): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`credentials ${businessId}`}, 0))`
  const known = await tx.assistantCredential.findFirst({ where: { userId }, select: { id: true } })
  const id = known?.id ?? newId()
  const data = {
    ...facts,
    apiKeySealed: sealSecret(apiKey, placeOf(id, 'api_key'), secretsKey()),
    ...(webhookSecret && {
      webhookSecretSealed: sealSecret(webhookSecret, placeOf(id, 'webhook_secret'), secretsKey()),
    }),
  }
  if (known) await tx.assistantCredential.update({ where: { businessId_id: { businessId, id } }, data })
  else await tx.assistantCredential.create({ data: { businessId, id, userId, ...data } })
}

/** The secrets the vendor may sign its webhooks to this business with. */
export async function openWebhookSecrets(tx: Tx): Promise<string[]> {
  const rows = await tx.assistantCredential.findMany({ where: { webhookSecretSealed: { not: null } } })
  return rows.map((row) => openSecret(row.webhookSecretSealed!, placeOf(row.id, 'webhook_secret'), secretsKey()))
}

/** The account a conversation speaks through: its user's, else the business's own. Throws `not_ready` when there is none. */
export async function openCredential(tx: Tx, userId: string | null): Promise<ElevenLabsAccount> {
  const rows = await tx.assistantCredential.findMany({
    where: { OR: [{ userId: null }, ...(userId ? [{ userId }] : [])] },
  })
  const row = rows.find((each) => each.userId !== null) ?? rows[0]
  if (!row) {
    throw new AppError('not_ready', 'No assistant account is set up.', { action: 'Import one for this business.' })
  }
  return { agentId: row.agentId, apiKey: openSecret(row.apiKeySealed, placeOf(row.id, 'api_key'), secretsKey()) }
}
