import type { LostSound, Measures, Phone, Quality, SoundVerdict } from './phone.ts'
import type { SoundChoice } from './sound-choice.ts'
import type { Line, QualityMinute } from './wire.ts'

export type DeviceEvent =
  | { type: 'link'; to: Phone['link'] }
  | { type: 'ring'; leg: string; callId: string | null; from: string; line: Line; endsAt: number | null }
  | { type: 'ring-over'; leg: string; declined: boolean }
  | { type: 'leg-up'; leg: string }
  | { type: 'leg-reconnecting'; leg: string }
  | { type: 'leg-reconnected'; leg: string }
  | { type: 'leg-quality'; leg: string; quality: Quality }
  | { type: 'leg-measured'; leg: string; measures: Measures }
  | { type: 'leg-muted'; leg: string; muted: boolean }
  | { type: 'leg-talking-muted'; leg: string; talking: boolean }
  | { type: 'leg-minute'; minute: QualityMinute }
  | { type: 'leg-down'; leg: string; code: string | null }
  | { type: 'sound-lost'; lost: LostSound }
  | { type: 'sound-back' }

/** Loudness of both sides, 0 to 1. */
export type Levels = (mine: number, theirs: number) => void

/** A failure with the voice network's code (`31401`, `53000`...). */
export class DeviceError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'DeviceError'
    this.code = code
  }
}

/** The browser's end of the voice network. Legs are named by the device; a verb on a leg that is over does nothing. */
export interface VoiceDevice {
  /** Begins to register and keeps at it; the state is told by `link` events. */
  start(): void
  /** Asks for the microphone. Throws DeviceError 31401 (blocked) or 31402 (missing or in use). */
  readyMicrophone(): Promise<void>
  /** Whether it may have the microphone without asking. */
  mayHear(): boolean
  /** Opens a leg for an attempt and gives its name. Throws DeviceError after 10 s without an answer of the network. */
  connect(attemptId: string): Promise<string>
  /** Takes a ringing call. Throws DeviceError after 10 s without a connection. */
  answer(leg: string): Promise<void>
  decline(leg: string): void
  hangUp(leg: string): void
  mute(leg: string, muted: boolean): void
  sendDigit(leg: string, digit: string): void
  /** Tells the network what the agent says of the sound of a leg that is over. */
  rateSound(leg: string, verdict: SoundVerdict): void
  /** Speaks and listens with these from now on, also in the call that is on. */
  useSound(choice: SoundChoice): void
  subscribe(listener: (event: DeviceEvent) => void): () => void
  subscribeLevels(listener: Levels): () => void
  destroy(): void
}
