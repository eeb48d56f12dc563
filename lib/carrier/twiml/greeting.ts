import twilio from 'twilio'
import { carrierUrls } from '../urls.ts'
import { SENTENCES } from './say.ts'

const VOICE = { voice: 'alice' } as const

/** A message, a breath, a question. */
export function greetingTwiml(message: string): string {
  const response = new twilio.twiml.VoiceResponse()
  response.say(VOICE, message)
  response.pause({ length: 1 })
  response.say(VOICE, SENTENCES.question)
  return response.toString()
}

/** Three choices by one key; without one an apology ends the call. */
export function menuTwiml(): string {
  const response = new twilio.twiml.VoiceResponse()
  response.gather({ numDigits: 1, action: carrierUrls.menuInput(), method: 'POST' }).say(VOICE, SENTENCES.menu)
  response.say(VOICE, SENTENCES.noChoice)
  response.hangup()
  return response.toString()
}
