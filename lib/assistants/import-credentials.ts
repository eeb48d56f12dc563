import { z } from 'zod'
import { secretPlace, secretsKey } from '#lib/carrier/load-carrier.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import { sealSecret } from '#lib/sealed-secret.ts'
import { findMember } from '#lib/users/find-member.ts'
import { storeCredential } from './credentials.ts'

const text = z.string().trim().min(1)

/** What earlier systems kept of one user. Their `twilioApiKey` is what they signed in to `twilioSid` with: that account's auth token. */
const Document = z.object({
  onboarding: z.object({
    voice: z.object({
      elevenLabsAgentId: text,
      elevenLabsApiKey: text,
      twilioApiKey: z.string().optional(),
      twilioPhoneNumber: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be in E.164'),
      twilioSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be an AccountSid'),
    }),
  }),
})

/** Documents by user: a user id of ours, an e-mail or an external id. */
export const CredentialFile = z.record(z.string().min(1), Document)

type Voice = z.infer<typeof Document>['onboarding']['voice']

/**
 * Stores the accounts of all users of a file, or of none. Calls of a user with another carrier account than the business's go
 * through it. Throws `not_found` for a user, or for a line that the business's own account does not have, `invalid_input` without an
 * auth token, `caller_id_not_allowed` for an account that is somebody else's.
 */
export async function importCredentials(businessId: string, file: z.infer<typeof CredentialFile>): Promise<number> {
  return withBusiness(businessId, async (tx) => {
    const { accountSid } = await tx.carrierAccount.findFirstOrThrow({ where: { userId: null } })
    for (const [name, { onboarding }] of Object.entries(file)) {
      const { elevenLabsAgentId: agentId, elevenLabsApiKey: apiKey, twilioPhoneNumber, twilioSid } = onboarding.voice
      const member = await findMember(tx, name)
      if (!member) throw new AppError('not_found', `${name} is no user of this business.`)
      const credential = { agentId, apiKey, phoneNumber: twilioPhoneNumber, accountSid: twilioSid }
      // First, for it holds the other imports back: they may name the same users in another order.
      await storeCredential(tx, businessId, member.userId, credential)
      if (twilioSid !== accountSid) await storeAccount(tx, businessId, { name, ...member }, onboarding.voice)
      else if (!(await tx.phoneNumber.findFirst({ where: { number: twilioPhoneNumber } }))) {
        throw new AppError('not_found', `${twilioPhoneNumber} of ${name} is no line of this business.`)
      }
    }
    return Object.keys(file).length
  })
}

/** Keeps a user's own account with the carrier, its token sealed. An account belongs to one user of one business. */
async function storeAccount(
  tx: Tx,
  businessId: string,
  { name, userId }: { name: string; userId: string },
  { twilioSid: accountSid, twilioApiKey: authToken }: Voice,
): Promise<void> {
  if (!authToken)
    throw new AppError('invalid_input', `${name} has an account of their own, and its twilioApiKey is missing.`)
  const data = {
    // The carrier takes an account's SID and token where it takes an API key's.
    apiKeySid: accountSid,
    authTokenSealed: sealSecret(authToken, secretPlace(accountSid, 'auth_token'), secretsKey()),
    apiKeySecretSealed: sealSecret(authToken, secretPlace(accountSid, 'api_key_secret'), secretsKey()),
    applicationSid: '',
  }
  await tx.carrierAccount.createMany({
    data: [{ businessId, id: newId(), accountSid, userId, ...data }],
    skipDuplicates: true,
  })
  const { count } = await tx.carrierAccount.updateMany({ where: { accountSid, userId }, data })
  if (count === 0) {
    throw new AppError('caller_id_not_allowed', `The carrier account ${accountSid} of ${name} is somebody else's.`)
  }
}
