import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { z } from 'zod'
import { env, SettingError } from '#lib/env.ts'

const Account = z.object({
  sid: z.string(),
  authToken: z.string().min(1),
  keySid: z.string(),
  keySecret: z.string().min(1),
  appSid: z.string(),
})
export type SeedAccount = z.infer<typeof Account>

/** The carrier accounts made up for the demo businesses, in their order. */
export function demoAccounts(): SeedAccount[] {
  return z.array(Account).parse(JSON.parse(required('DEMO_ACCOUNTS')))
}

const Assistant = z.object({ key: z.string(), agentId: z.string(), webhookSecret: z.string() })

/** The accounts with the vendor of assistants made up for the demo businesses, in their order. */
export const demoAssistants = () => z.array(Assistant).parse(JSON.parse(required('DEMO_ASSISTANTS')))

const AssistantAccount = z.object({
  key: z.string().min(1),
  agentId: z.string().min(1),
  webhookSecret: z.string().min(1),
})

/** The accounts with the vendor of assistants made up for the demo businesses, in their order. */
export function demoAssistantAccounts(): z.infer<typeof AssistantAccount>[] {
  return z.array(AssistantAccount).parse(JSON.parse(required('DEMO_ASSISTANTS')))
}

/** The real account and the business it is for, as the environment gives them. */
export function liveAccount() {
  const number = parsePhoneNumberFromString(required('TWILIO_PHONE_NUMBER'))
  if (!number?.isPossible()) throw new SettingError('TWILIO_PHONE_NUMBER must be in E.164, like +14155550100')
  return {
    account: {
      sid: required('TWILIO_ACCOUNT_SID'),
      authToken: required('TWILIO_AUTH_TOKEN'),
      keySid: required('TWILIO_API_KEY_SID'),
      keySecret: required('TWILIO_API_KEY_SECRET'),
      appSid: required('TWILIO_TWIML_APP_SID'),
    },
    number: number.number as string,
    country: number.country ?? 'US',
    timeZone: process.env.BUSINESS_TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    name: process.env.BUSINESS_NAME ?? 'My business',
  }
}

/** Who signs in first on a system without demo people. */
export const firstOwner = () => ({ email: required('OWNER_EMAIL'), password: required('OWNER_PASSWORD') })

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new SettingError(`${name} is not set${env().DEMO ? '' : ', it is needed to go live'}`)
  return value
}
