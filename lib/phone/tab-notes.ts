import type { Phone, SoundVerdict } from './phone.ts'
import type { Line } from './wire.ts'

/** What a tab that has not got the phone may ask of the one that has. */
export type Command =
  | { verb: 'dial'; to: string; line: Line }
  | { verb: 'join'; path: string; party: string; line: Line }
  | { verb: 'answer' | 'decline' | 'silence' | 'hangUp' | 'toggleMute' | 'dismiss' | 'forgetLostSound' }
  | { verb: 'sendDigit'; digit: string }
  | { verb: 'rateSound'; verdict: SoundVerdict }

/** What the tabs of one agent's browser say to each other. The tab with the phone leads. */
export type TabNote =
  | { type: 'hello' }
  | { type: 'lead' }
  | { type: 'phone'; phone: Phone }
  | { type: 'levels'; mine: number; theirs: number }
  | { type: 'command'; id: string; command: Command }
  | { type: 'done'; id: string }

/** The part of a BroadcastChannel that tabs use. Only this site's own pages speak on it. */
export type TabChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>
