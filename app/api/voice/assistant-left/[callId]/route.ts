import { AssistantCall, assistantLeft } from '#lib/assistants/next-verb.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'

export const POST = carrierWebhook({ form: AssistantCall, run: assistantLeft, answers: 'twiml' })
