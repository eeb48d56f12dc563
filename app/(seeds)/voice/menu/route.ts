import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { MenuForm, offerMenu } from '#lib/voice-api/speak.ts'

export const POST = carrierWebhook({ form: MenuForm, run: offerMenu, answers: 'twiml' })
