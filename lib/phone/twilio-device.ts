import type { Call, Device } from '@twilio/voice-sdk'
import { CallSound } from './call-sound.ts'
import { microphonePermission, readyMicrophone } from './microphone.ts'
import type { SoundVerdict } from './phone.ts'
import { loadWithPlainSocket } from './plain-socket.ts'
import { rateSound } from './rate-sound.ts'
import { type SdkSettings, sdkOptions } from './sdk-options.ts'
import type { SoundChoice } from './sound-choice.ts'
import { TokenKeeper } from './token-keeper.ts'
import { PATIENCE_MS, watchLeg } from './twilio-leg.ts'
import { DeviceError, type DeviceEvent, type Levels, type VoiceDevice } from './voice-device.ts'
import { keepWaitingTones } from './waiting-tones.ts'
import { watchWake } from './wake.ts'
import type { PhoneToken } from './wire.ts'
import { within } from './within.ts'

const FIRST_RETRY_MS = 2_000
const LAST_RETRY_MS = 30_000

/** The token is used up or not taken: a new one mends it. */
const TOKEN_CODES = new Set([20101, 20104, 20151, 31204, 31205])

export interface TwilioDeviceOptions {
  settings: SdkSettings
  fetchToken: () => Promise<PhoneToken>
  /** What the browser asks when the page is left in a call. */
  leaveWarning: string
}

type Sdk = typeof import('@twilio/voice-sdk')

/** Fetches the vendor's SDK, so that a device made later starts at once. */
export const loadSdk = (signallingUrl: string | null): Promise<Sdk> =>
  loadWithPlainSocket(signallingUrl, () => import('@twilio/voice-sdk'))

/** The voice device on the vendor's SDK. Where the SDK's own device is stuck, it is thrown away and made anew. */
export class TwilioDevice implements VoiceDevice {
  private readonly legs = new Map<string, Call>()
  /** The last leg that is over: what the agent says of its sound goes with it. */
  private past: { leg: string; call: Call } | null = null
  private readonly listeners = new Set<(event: DeviceEvent) => void>()
  private readonly levelListeners = new Set<Levels>()
  private readonly options: TwilioDeviceOptions
  private readonly tokens: TokenKeeper
  private readonly sound: CallSound
  private sdk: Sdk | null = null
  private device: Device | null = null
  private destroyed = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private retryMs = FIRST_RETRY_MS
  private stopWatching: () => void = () => undefined
  private permission: PermissionStatus | null = null

  constructor(options: TwilioDeviceOptions) {
    this.options = options
    this.tokens = new TokenKeeper(options.fetchToken, (token) => this.useToken(token))
    this.sound = new CallSound(
      (event) => this.emit(event),
      () => this.legs.size === 0,
    )
  }

  start(): void {
    this.open().catch(() => this.retry(() => this.start()))
    void microphonePermission().then((permission) => {
      this.permission = permission
    })
  }

  async readyMicrophone(): Promise<void> {
    // A context made before the first click measures nothing until it is resumed after one.
    void this.sdk?.Device.audioContext?.resume()
    await readyMicrophone(this.sound.microphoneId())
  }

  mayHear(): boolean {
    return this.permission?.state === 'granted'
  }

  async connect(attemptId: string): Promise<string> {
    if (!this.device) throw new DeviceError('53000', 'Not connected to the voice network')
    const connecting = this.device.connect({ params: { attemptId }, rtcConstraints: this.sound.constraints() })
    const call = await within(PATIENCE_MS, connecting, () => void connecting.then((late) => late.disconnect()))
    return this.watch(call)
  }

  async answer(leg: string): Promise<void> {
    const call = this.legs.get(leg)
    if (!call) return
    const up = new Promise<void>((resolve) => call.once('accept', () => resolve()))
    const over = new Promise<void>((resolve) => {
      for (const name of ['cancel', 'disconnect', 'error'] as const) call.once(name, () => resolve())
    })
    call.accept({ rtcConstraints: this.sound.constraints() })
    await within(PATIENCE_MS, Promise.race([up, over]), () => call.disconnect())
  }

  decline(leg: string): void {
    this.legs.get(leg)?.reject()
  }

  hangUp(leg: string): void {
    this.legs.get(leg)?.disconnect()
  }

  mute(leg: string, muted: boolean): void {
    this.legs.get(leg)?.mute(muted)
  }

  sendDigit(leg: string, digit: string): void {
    this.legs.get(leg)?.sendDigits(digit)
  }

  rateSound(leg: string, verdict: SoundVerdict): void {
    if (this.past?.leg === leg) rateSound(this.past.call, verdict)
  }

  useSound(choice: SoundChoice): void {
    this.sound.use(choice)
  }

  subscribe(listener: (event: DeviceEvent) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  subscribeLevels(listener: Levels): () => void {
    this.levelListeners.add(listener)
    return () => void this.levelListeners.delete(listener)
  }

  destroy(): void {
    this.destroyed = true
    clearTimeout(this.timer)
    this.tokens.stop()
    this.stopWatching()
    window.removeEventListener('pagehide', this.letRing)
    this.discard()
    this.listeners.clear()
    this.levelListeners.clear()
  }

  private async open(): Promise<void> {
    const [sdk, token] = await Promise.all([loadSdk(this.options.settings.signallingUrl), this.tokens.start()])
    if (this.destroyed) return
    this.sdk = sdk
    keepWaitingTones()
    // Before the SDK's own listener, which rejects what rings.
    window.addEventListener('pagehide', this.letRing)
    this.stopWatching = watchWake(
      () => this.wake(),
      () => this.mend(),
    )
    this.make(token)
  }

  private make(token: string): void {
    if (!this.sdk || this.destroyed) return
    this.device = new this.sdk.Device(token, {
      ...sdkOptions(this.options.settings, this.options.leaveWarning),
      getUserMedia: this.sound.open,
    })
    this.listen(this.device)
    this.sound.attach(this.device.audio)
    this.register(this.device)
  }

  /** Throws the SDK's device away and makes a new one, unless a call hangs on it. */
  private remake(): void {
    const token = this.tokens.current
    clearTimeout(this.timer)
    if (this.legs.size > 0 || !token) {
      this.timer = setTimeout(() => this.remake(), PATIENCE_MS)
      return
    }
    this.discard()
    this.make(token)
  }

  private discard(): void {
    const { device } = this
    this.letRing()
    this.device = null
    device?.destroy()
  }

  /** A page that goes leaves what rings to the next one: the SDK would reject it. */
  private readonly letRing = () => {
    for (const call of this.legs.values()) if (call.status() === 'pending') call.ignore()
  }

  /** After a sleep the socket is dead though it looks open, and the token may be old. */
  private wake(): void {
    this.tokens.check()
    this.emit({ type: 'link', to: 'down' })
    this.remake()
  }

  /** The network is back: the SDK would wait for its next try. */
  private mend(): void {
    this.retryMs = FIRST_RETRY_MS
    if (this.device && this.device.state !== 'registered') this.remake()
  }

  private listen(device: Device): void {
    // The ringtone is ours: the SDK cannot silence one that already plays. Ringing is heard from the network.
    device.audio?.incoming(false)
    device.audio?.outgoing(false)
    device.on('registered', () => this.ready())
    device.on('unregistered', () => this.lost(device))
    device.on('incoming', (call: Call) => void this.watch(call))
    device.on('tokenWillExpire', () => void this.tokens.renew())
    device.on('error', ({ code }: { code: number }) => {
      if (TOKEN_CODES.has(code)) void this.tokens.renew()
    })
  }

  /** The SDK may wait for its registration without end: then another device tries. */
  private register(device: Device): void {
    if (device !== this.device || device.state !== 'unregistered') return
    const registering = within(PATIENCE_MS, device.register(), () => undefined)
    registering.catch(() => this.retry(() => this.remake()))
  }

  private ready(): void {
    clearTimeout(this.timer)
    this.retryMs = FIRST_RETRY_MS
    this.emit({ type: 'link', to: 'ready' })
  }

  private lost(device: Device): void {
    if (device !== this.device) return
    this.emit({ type: 'link', to: 'down' })
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.remake(), PATIENCE_MS)
  }

  private retry(again: () => void): void {
    if (this.destroyed) return
    this.emit({ type: 'link', to: 'down' })
    clearTimeout(this.timer)
    this.timer = setTimeout(again, this.retryMs)
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS)
  }

  private useToken(token: string): void {
    if (!this.device || this.device.state === 'destroyed') return
    this.device.updateToken(token)
    this.register(this.device)
  }

  private watch(call: Call): string {
    call.once('accept', () => this.sound.watch(call))
    const leg = watchLeg(call, this.legs, {
      emit: (event) => this.emit(event),
      levels: (mine, theirs) => {
        for (const listener of this.levelListeners) listener(mine, theirs)
      },
    })
    call.once('disconnect', () => {
      this.past = { leg, call }
    })
    return leg
  }

  private emit(event: DeviceEvent): void {
    if (this.destroyed) return
    for (const listener of this.listeners) listener(event)
  }
}
