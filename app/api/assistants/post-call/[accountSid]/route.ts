import { recordPostCall } from '#lib/assistants/record-post-call.ts'
import { assistantWebhook } from '#lib/http/assistant-webhook.ts'

export const POST = assistantWebhook({ run: recordPostCall })
