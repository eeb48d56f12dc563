import type { Device } from '@twilio/voice-sdk'
import type { PhoneSettings } from './wire.ts'

export type SdkSettings = Pick<PhoneSettings, 'signallingUrl' | 'edge' | 'publishEvents'>

const SOUNDS = {
  incoming: '/sounds/ringtone.wav',
  outgoing: '/sounds/disconnect.wav',
  disconnect: '/sounds/disconnect.wav',
  ...Object.fromEntries([...'0123456789'].map((digit) => [`dtmf${digit}`, `/sounds/dtmf-${digit}.wav`])),
  dtmfs: '/sounds/dtmf-star.wav',
  dtmfh: '/sounds/dtmf-hash.wav',
}

/** How the SDK's device is made. `leaveWarning` is what the browser asks when the page is left in a call. */
export function sdkOptions({ signallingUrl, edge, publishEvents }: SdkSettings, leaveWarning: string): Device.Options {
  // The SDK's own, missing from its types: another signalling host, no reports to the vendor, back within 5 s of a lost socket.
  const unlisted = {
    backoffMaxMs: 5_000,
    publishEvents,
    ...(signallingUrl && { chunderw: new URL(signallingUrl).host }),
  }
  return {
    ...unlisted,
    ...(edge && { edge }),
    sounds: SOUNDS,
    logLevel: 'silent',
    closeProtection: leaveWarning,
    enableImprovedSignalingErrorPrecision: true,
    maxCallSignalingTimeoutMs: 30_000,
  }
}
