import { z } from 'zod'
import { placeAssistantCall } from '#lib/assistants/place-assistant-call.ts'
import { asUser, type Caller, type Scope } from '#lib/auth/principal.ts'
import { isUsersAccount } from '#lib/carrier/load-carrier.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import type { TokenCaller } from '#lib/http/token-route.ts'
import { hangUpCall } from '#lib/voice-api/hang-up-call.ts'
import { readCall } from '#lib/voice-api/read-call.ts'
import { actingUser } from './acting-user.ts'

const required = (message: string) => z.string(message).trim().min(1, message).max(254)

const NUMBER = 'User ID and phone number are required'
export const OutboundCall = z.object({
  user_id: required(NUMBER),
  number: required(NUMBER),
  prompt: z.string('prompt must be a text').max(20_000).optional(),
  first_message: z.string('first_message must be a text').max(1000).optional(),
})

const CALL = 'Call SID and User ID are required'
export const OneCall = z.object({ callSid: required(CALL), user_id: required(CALL) })

const callerFor = async (by: TokenCaller, userId: string, scope: Scope): Promise<Caller> => ({
  principal: await actingUser(by, userId, scope),
  credential: 'token',
  address: by.address,
  idempotencyKey: by.idempotencyKey,
})

/** Has the user's assistant call a number. */
export async function outboundCall(
  by: TokenCaller,
  { user_id, number, prompt, first_message: firstMessage }: z.infer<typeof OutboundCall>,
) {
  const caller = await callerFor(by, user_id, 'calls:place')
  const { userId } = asUser(caller.principal)
  const own = await withBusiness(by.businessId, async (tx) => {
    const found = await tx.assistantCredential.findFirst({ where: { userId } })
    const hasAccount = found !== null && (await isUsersAccount(tx, found.accountSid))
    return found && { phoneNumber: found.phoneNumber, accountSid: hasAccount ? found.accountSid : null }
  })
  const { callSid } = await placeAssistantCall(caller, {
    ...{ to: number, prompt, firstMessage },
    from: own?.phoneNumber ?? undefined,
    userId: own ? userId : undefined,
    accountSid: own?.accountSid ?? undefined,
  })
  return { success: true, message: 'Call initiated', callSid }
}

/** Ends a call of the user's for everybody in it. */
export async function endCall(by: TokenCaller, { callSid, user_id }: z.infer<typeof OneCall>) {
  await hangUpCall(await callerFor(by, user_id, 'calls:end'), { callSid })
  return { success: true, message: 'Call ended successfully' }
}

/** What became of a call; duration is the seconds of talk so far, as a text. */
export async function callStatus(by: TokenCaller, { callSid, user_id }: z.infer<typeof OneCall>) {
  const call = await readCall(await callerFor(by, user_id, 'calls:read'), { callSid })
  const { status, startTime, answeredTime, endTime, duration } = call
  const talkedS = answeredTime ? Math.floor((Date.now() - answeredTime.getTime()) / 1000) : 0
  return { success: true, callSid, status, startTime, endTime, duration: String(duration ?? talkedS) }
}
