import type { Call, Device } from '@twilio/voice-sdk'
import type { LostSound } from './phone.ts'
import { type Chosen, type SoundChoice, SYSTEM_SOUND } from './sound-choice.ts'
import type { DeviceEvent } from './voice-device.ts'

type Audio = NonNullable<Device['audio']>
type Part = LostSound['part']

/**
 * Keeps calls on the chosen microphone and loudspeaker. What is unplugged gives way to the system's own and comes back when it
 * is plugged in again. Outside of calls no microphone is open.
 */
export class CallSound {
  private choice = SYSTEM_SOUND
  private audio: Audio | null = null
  private readonly present = new Set<Part>()
  /** What was lost and told so. */
  private readonly missing = new Set<Part>()
  private calls = 0
  /** Microphones are opened and let go one after the other: one that opens while its call ends would stay open for good. */
  private microphones: Promise<unknown> = Promise.resolve()

  /** What the library opened: it may open one for a call that ends meanwhile, and then forgets it. */
  private readonly opened = new Set<Promise<MediaStream>>()

  private readonly tell: (event: DeviceEvent) => void
  private readonly isIdle: () => boolean

  /** isIdle: whether no call is going on, ringing or on its way. */
  constructor(tell: (event: DeviceEvent) => void, isIdle: () => boolean) {
    this.tell = tell
    this.isIdle = isIdle
  }

  /** How the library opens microphones. */
  readonly open = (constraints: MediaStreamConstraints): Promise<MediaStream> => {
    const stream = navigator.mediaDevices.getUserMedia(constraints)
    this.opened.add(stream)
    return stream
  }

  /** Follows the devices of a new SDK device. */
  attach(audio: Audio | null): void {
    this.audio = audio
    audio?.on('deviceChange', () => this.notice())
    this.useSpeaker()
  }

  use(choice: SoundChoice): void {
    const { microphone } = this.choice
    this.choice = choice
    this.missing.clear()
    for (const part of ['microphone', 'speaker'] as const) this.changed(part)
    this.useSpeaker()
    if (this.calls > 0 && microphone?.id !== choice.microphone?.id) this.switchMicrophone()
  }

  /** The chosen microphone, or null for the system's own. */
  microphoneId(): string | null {
    return this.isThere('microphone') ? (this.choice.microphone?.id ?? null) : null
  }

  constraints(): MediaStreamConstraints {
    const id = this.microphoneId()
    return { audio: id ? { deviceId: { exact: id } } : true }
  }

  /** From the moment a call has a microphone until its end. */
  watch(call: Call): void {
    this.calls += 1
    const [track] = call.getLocalStream()?.getAudioTracks() ?? []
    track?.addEventListener('ended', () => this.microphoneEnded(call))
    call.once('disconnect', () => {
      this.calls -= 1
      setTimeout(() => this.release())
    })
  }

  /** The SDK holds a microphone that was switched to until it is told to let go, and one that opened after the call for good. */
  private release(): void {
    const opened = [...this.opened]
    this.next(async () => {
      if (this.calls > 0) return
      await this.audio?.unsetInputDevice()
      const streams = await Promise.allSettled(opened)
      if (!this.isIdle()) return
      for (const stream of streams) {
        if (stream.status === 'fulfilled') for (const track of stream.value.getTracks()) track.stop()
      }
      for (const stream of opened) this.opened.delete(stream)
    })
  }

  /** Refused when a device is gone again, of which news follows, or when the next call is on already, whose end lets go too. */
  private next(step: () => Promise<unknown>): void {
    this.microphones = this.microphones.then(step).catch(() => undefined)
  }

  private isThere(part: Part): boolean {
    const id = this.choice[part]?.id
    const all = part === 'microphone' ? this.audio?.availableInputDevices : this.audio?.availableOutputDevices
    return id !== undefined && all?.has(id) === true
  }

  /** Something was plugged in or out. */
  private notice(): void {
    this.useSpeaker()
    for (const part of ['microphone', 'speaker'] as const) {
      const chosen = this.choice[part]
      if (!chosen || !this.changed(part)) continue
      if (this.present.has(part)) {
        if (this.missing.delete(part)) this.tell({ type: 'sound-back' })
      } else this.lose(part, chosen)
      if (part === 'microphone' && this.calls > 0) this.switchMicrophone()
    }
  }

  /** Before the first permission the browser names no device: what was never seen is not lost. */
  private changed(part: Part): boolean {
    const before = this.present.has(part)
    const now = this.isThere(part)
    if (now) this.present.add(part)
    else this.present.delete(part)
    return before !== now
  }

  private lose(part: Part, { name }: Chosen): void {
    this.missing.add(part)
    this.tell({ type: 'sound-lost', lost: { part, name } })
  }

  /** The browser took the microphone away in a call, which may come before or without any news of devices. */
  private microphoneEnded(call: Call): void {
    if (call.status() === 'closed' || this.missing.has('microphone')) return
    this.lose('microphone', this.choice.microphone ?? { id: 'default', name: '' })
    this.switchMicrophone()
  }

  private switchMicrophone(): void {
    this.next(async () => {
      const id = this.missing.has('microphone') ? null : this.microphoneId()
      const wanted = id ?? this.systemMicrophone()
      // With no microphone left at all the call goes on unheard, and the note that it was lost stays.
      if (wanted && this.calls > 0) await this.audio?.setInputDevice(wanted)
    })
  }

  private systemMicrophone(): string | undefined {
    const all = this.audio?.availableInputDevices
    return all?.has('default') ? 'default' : all?.keys().next().value
  }

  private useSpeaker(): void {
    if (!this.audio?.isOutputSelectionSupported) return
    const id = this.isThere('speaker') ? this.choice.speaker?.id : 'default'
    // Refused while the browser lists no outputs, as before the first permission: the next change of devices tries again.
    if (id) this.audio.speakerDevices.set(id).catch(() => undefined)
  }
}
