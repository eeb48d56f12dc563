import { env } from '#lib/env.ts'

/** Where the carrier is. Both are unset for the vendor itself, whose own addresses its libraries know. */
export interface Endpoints {
  /** Base of every REST domain the client uses. */
  apiUrl: string | undefined
  /** The Voice SDK's signalling, as ws:// or wss://. */
  signallingUrl: string | undefined
}

export const carrierEndpoints = (): Endpoints => ({
  apiUrl: env().TWILIO_API_URL,
  signallingUrl: env().VOICE_SIGNALLING_URL,
})
