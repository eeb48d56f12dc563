import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Application, OwnedNumber, VoiceSettings } from '../resources.ts'
import { rfc2822 } from '../rfc2822.ts'

const VERSION = '2010-04-01'
const accountUri = (sid: string) => `/${VERSION}/Accounts/${sid}`

const voiceView = (voice: VoiceSettings) => ({
  voice_url: voice.voiceUrl,
  voice_method: voice.voiceMethod,
  voice_fallback_url: voice.voiceFallbackUrl,
  voice_fallback_method: voice.voiceFallbackMethod,
  voice_caller_id_lookup: false,
  status_callback: voice.statusCallback,
  status_callback_method: voice.statusCallbackMethod,
})

/** The carrier sends no messages; the keys belong to the resources all the same. */
const NO_MESSAGES = { sms_url: '', sms_method: 'POST', sms_fallback_url: '', sms_fallback_method: 'POST' }

export function applicationView(application: Application) {
  return {
    ...voiceView(application),
    ...NO_MESSAGES,
    sid: application.sid,
    account_sid: application.accountSid,
    friendly_name: application.friendlyName,
    sms_status_callback: '',
    message_status_callback: '',
    public_application_connect_enabled: false,
    ...application.kept,
    date_created: rfc2822(application.createdAt),
    date_updated: rfc2822(application.updatedAt),
    api_version: VERSION,
    uri: `${accountUri(application.accountSid)}/Applications/${application.sid}.json`,
  }
}

const KINDS: Record<string, string> = { MOBILE: 'mobile', TOLL_FREE: 'toll-free' }
const kindOf = (phoneNumber: string) => KINDS[parsePhoneNumberFromString(phoneNumber)?.getType() ?? ''] ?? 'local'

export function numberView(number: OwnedNumber) {
  return {
    ...voiceView(number),
    ...NO_MESSAGES,
    sid: number.sid,
    account_sid: number.accountSid,
    phone_number: number.phoneNumber,
    friendly_name: number.friendlyName,
    voice_application_sid: number.voiceApplicationSid,
    voice_receive_mode: 'voice',
    sms_application_sid: '',
    capabilities: { voice: true, sms: false, mms: false, fax: false },
    origin: 'twilio',
    status: 'in-use',
    type: kindOf(number.phoneNumber),
    beta: false,
    address_requirements: 'none',
    address_sid: null,
    bundle_sid: null,
    identity_sid: null,
    trunk_sid: null,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    ...number.kept,
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    api_version: VERSION,
    uri: `${accountUri(number.accountSid)}/IncomingPhoneNumbers/${number.sid}.json`,
  }
}
