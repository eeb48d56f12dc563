import { AssistantCall, calleeAnswers } from '#lib/assistants/next-verb.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'

export const POST = carrierWebhook({ form: AssistantCall, run: calleeAnswers, answers: 'twiml' })
