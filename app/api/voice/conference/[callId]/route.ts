import { ConferenceReport, recordConference } from '#lib/calls/record-conference.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'

export const POST = carrierWebhook({ form: ConferenceReport, run: recordConference })
