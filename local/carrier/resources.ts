import { newSid } from '#lib/ids.ts'
import type { Endpoint } from './webhooks/webhooks.ts'

/** Where a number's or an application's calls are answered; an empty URL means nowhere. */
export interface VoiceSettings {
  voiceUrl: string
  voiceMethod: 'GET' | 'POST'
  voiceFallbackUrl: string
  voiceFallbackMethod: 'GET' | 'POST'
  statusCallback: string
  statusCallbackMethod: 'GET' | 'POST'
}

interface Named {
  sid: string
  accountSid: string
  friendlyName: string
  createdAt: number
  updatedAt: number
}

interface Resource extends Named, VoiceSettings {
  /** What is kept for the account and changes nothing here, as its views show it: addresses, message settings. */
  kept: Record<string, string | boolean>
}

/** An API key; its secret is with its account. */
export type ApiKey = Named

/** A number that its owner has proved to answer and may be shown to who is called. */
export interface CallerId extends Named {
  phoneNumber: string
}

/** A TwiML application: what a browser's connect() runs. */
export type Application = Resource

/** A number an account owns. A voiceApplicationSid hides its own URLs. */
export interface OwnedNumber extends Resource {
  phoneNumber: string
  voiceApplicationSid: string
}

const NO_VOICE: VoiceSettings = {
  voiceUrl: '',
  voiceMethod: 'POST',
  voiceFallbackUrl: '',
  voiceFallbackMethod: 'POST',
  statusCallback: '',
  statusCallbackMethod: 'POST',
}

export function newApplication(accountSid: string, friendlyName: string, sid = newSid('AP')): Application {
  const now = Date.now()
  return { ...NO_VOICE, sid, accountSid, friendlyName, kept: {}, createdAt: now, updatedAt: now }
}

export function newKey(accountSid: string, friendlyName: string, sid = newSid('SK')): ApiKey {
  const now = Date.now()
  return { sid, accountSid, friendlyName, createdAt: now, updatedAt: now }
}

export function newCallerId(accountSid: string, phoneNumber: string, friendlyName: string): CallerId {
  const now = Date.now()
  return { sid: newSid('PN'), accountSid, phoneNumber, friendlyName, createdAt: now, updatedAt: now }
}

export function newOwnedNumber(accountSid: string, phoneNumber: string): OwnedNumber {
  const now = Date.now()
  return {
    ...NO_VOICE,
    sid: newSid('PN'),
    accountSid,
    phoneNumber,
    friendlyName: phoneNumber,
    kept: {},
    voiceApplicationSid: '',
    createdAt: now,
    updatedAt: now,
  }
}

/** The three places of voice settings as endpoints, where there are any. */
export function endpointsOf(voice: VoiceSettings): { voice?: Endpoint; fallback?: Endpoint; status?: Endpoint } {
  const endpoint = (url: string, method: 'GET' | 'POST') => (url === '' ? undefined : { url, method })
  return {
    voice: endpoint(voice.voiceUrl, voice.voiceMethod),
    fallback: endpoint(voice.voiceFallbackUrl, voice.voiceFallbackMethod),
    status: endpoint(voice.statusCallback, voice.statusCallbackMethod),
  }
}
