import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { answerVoice, VoiceForm } from '#lib/voice-api/answer-voice.ts'

export const POST = carrierWebhook({ form: VoiceForm, run: answerVoice, answers: 'twiml' })
