import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { MenuInputForm, takeMenuInput } from '#lib/voice-api/speak.ts'

export const POST = carrierWebhook({ form: MenuInputForm, run: takeMenuInput, answers: 'twiml' })
