import { z } from 'zod'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { findMember } from '#lib/users/find-member.ts'
import { storeCredential } from './credentials.ts'

const text = z.string().trim().min(1)

/** What earlier systems kept of one user; calls here go through the business's own carrier account, so its key is not needed. */
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

/**
 * Stores the accounts of all users of a file, or of none. Throws `not_found` for a user or a line that the business does not
 * have, `caller_id_not_allowed` for another carrier account than the business's.
 */
export async function importCredentials(businessId: string, file: z.infer<typeof CredentialFile>): Promise<number> {
  return withBusiness(businessId, async (tx) => {
    const { accountSid } = await tx.carrierAccount.findFirstOrThrow({ where: { userId: null } })
    for (const [name, { onboarding }] of Object.entries(file)) {
      const { elevenLabsAgentId: agentId, elevenLabsApiKey: apiKey, twilioPhoneNumber, twilioSid } = onboarding.voice
      const member = await findMember(tx, name)
      if (!member) throw new AppError('not_found', `${name} is no user of this business.`)
      if (twilioSid !== accountSid) {
        throw new AppError('caller_id_not_allowed', `${name} calls through another carrier account, ${twilioSid}.`)
      }
      if (!(await tx.phoneNumber.findFirst({ where: { number: twilioPhoneNumber } }))) {
        throw new AppError('not_found', `${twilioPhoneNumber} of ${name} is no line of this business.`)
      }
      const credential = { agentId, apiKey, phoneNumber: twilioPhoneNumber, accountSid: twilioSid }
      await storeCredential(tx, businessId, member.userId, credential)
    }
    return Object.keys(file).length
  })
}
