import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { GreetingForm, greet } from '#lib/voice-api/speak.ts'

export const POST = carrierWebhook({ form: GreetingForm, run: greet, answers: 'twiml' })
