import type { Call, Device } from '@twilio/voice-sdk'
import { loadWithPlainSocket } from './plain-socket.ts'
import { TokenKeeper } from './token-keeper.ts'
import { PATIENCE_MS, watchLeg } from './twilio-leg.ts'
import { DeviceError, type DeviceEvent, type Levels, type VoiceDevice } from './voice-device.ts'
import type { PhoneSettings, PhoneToken } from './wire.ts'

const FIRST_RETRY_MS = 2_000
const LAST_RETRY_MS = 30_000

/** The SDK's tone and the pause after it; a browser forgets a tone that still waits when the next one comes. */
const DIGIT_MS = 230

/** The token is used up or not taken: a new one mends it. */
const TOKEN_CODES = new Set([20101, 20104, 20151, 31204, 31205])

const SOUNDS = {
  incoming: '/sounds/ringtone.wav',
  outgoing: '/sounds/disconnect.wav',
  disconnect: '/sounds/disconnect.wav',
  ...Object.fromEntries([...'0123456789'].map((digit) => [`dtmf${digit}`, `/sounds/dtmf-${digit}.wav`])),
  dtmfs: '/sounds/dtmf-star.wav',
  dtmfh: '/sounds/dtmf-hash.wav',
}

export interface TwilioDeviceOptions {
  settings: Pick<PhoneSettings, 'signallingUrl' | 'edge' | 'publishEvents'>
  fetchToken: () => Promise<PhoneToken>
  /** What the browser asks when the page is left in a call. */
  leaveWarning: string
}

/** The voice device on the vendor's SDK, which is loaded when the device starts. */
export class TwilioDevice implements VoiceDevice {
  private readonly legs = new Map<string, Call>()
  private readonly listeners = new Set<(event: DeviceEvent) => void>()
  private readonly levelListeners = new Set<Levels>()
  private readonly options: TwilioDeviceOptions
  private readonly tokens: TokenKeeper
  private device: Device | null = null
  private resumeAudio: () => Promise<void> | undefined = () => undefined
  private destroyed = false
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private patienceTimer: ReturnType<typeof setTimeout> | undefined
  private retryMs = FIRST_RETRY_MS
  private nextDigitAt = 0

  constructor(options: TwilioDeviceOptions) {
    this.options = options
    this.tokens = new TokenKeeper(options.fetchToken, (token) => this.useToken(token))
  }

  start(): void {
    this.open().catch(() => this.retry(() => this.start()))
  }

  async readyMicrophone(): Promise<void> {
    // A context made before the first click measures nothing until it is resumed after one.
    void this.resumeAudio()
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      for (const track of stream.getTracks()) track.stop()
    } catch (cause) {
      const blocked = cause instanceof DOMException && cause.name === 'NotAllowedError'
      throw new DeviceError(blocked ? '31401' : '31402', blocked ? 'Microphone blocked' : 'No microphone')
    }
  }

  async connect(attemptId: string): Promise<string> {
    if (!this.device) throw new DeviceError('53000', 'Not connected to the voice network')
    const connecting = this.device.connect({ params: { attemptId } })
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
    call.accept()
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
    const now = performance.now()
    const at = Math.max(now, this.nextDigitAt)
    this.nextDigitAt = at + DIGIT_MS
    setTimeout(() => this.legs.get(leg)?.sendDigits(digit), at - now)
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
    clearTimeout(this.retryTimer)
    clearTimeout(this.patienceTimer)
    this.tokens.stop()
    this.device?.destroy()
    this.listeners.clear()
    this.levelListeners.clear()
  }

  private async open(): Promise<void> {
    const { signallingUrl } = this.options.settings
    const [sdk, token] = await Promise.all([
      loadWithPlainSocket(signallingUrl, () => import('@twilio/voice-sdk')),
      this.tokens.start(),
    ])
    if (this.destroyed) return
    this.device = new sdk.Device(token, this.sdkOptions())
    this.resumeAudio = () => sdk.Device.audioContext?.resume()
    this.listen(this.device)
    this.register(this.device)
  }

  private sdkOptions(): Device.Options {
    const { signallingUrl, edge, publishEvents } = this.options.settings
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
      closeProtection: this.options.leaveWarning,
      enableImprovedSignalingErrorPrecision: true,
      maxCallSignalingTimeoutMs: 30_000,
    }
  }

  private listen(device: Device): void {
    // The ringtone is ours: the SDK cannot silence one that already plays. Ringing is heard from the network.
    device.audio?.incoming(false)
    device.audio?.outgoing(false)
    device.on('registered', () => this.ready())
    device.on('unregistered', () => this.emit({ type: 'link', to: 'down' }))
    device.on('incoming', (call: Call) => void this.watch(call))
    device.on('tokenWillExpire', () => void this.tokens.renew())
    device.on('error', ({ code }: { code: number }) => {
      if (TOKEN_CODES.has(code)) void this.tokens.renew()
    })
  }

  private register(device: Device): void {
    if (this.destroyed || device.state !== 'unregistered') return
    clearTimeout(this.patienceTimer)
    this.patienceTimer = setTimeout(() => this.emit({ type: 'link', to: 'down' }), PATIENCE_MS)
    device.register().catch(() => this.retry(() => this.register(device)))
  }

  private ready(): void {
    clearTimeout(this.patienceTimer)
    this.retryMs = FIRST_RETRY_MS
    this.emit({ type: 'link', to: 'ready' })
  }

  private retry(again: () => void): void {
    if (this.destroyed) return
    this.emit({ type: 'link', to: 'down' })
    clearTimeout(this.retryTimer)
    this.retryTimer = setTimeout(again, this.retryMs)
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS)
  }

  private useToken(token: string): void {
    if (!this.device || this.device.state === 'destroyed') return
    this.device.updateToken(token)
    this.register(this.device)
  }

  private watch(call: Call): string {
    return watchLeg(call, this.legs, {
      emit: (event) => this.emit(event),
      levels: (mine, theirs) => {
        for (const listener of this.levelListeners) listener(mine, theirs)
      },
    })
  }

  private emit(event: DeviceEvent): void {
    if (this.destroyed) return
    for (const listener of this.listeners) listener(event)
  }
}

/** The promise's value, or DeviceError 53000 after that time; what comes later is given up. */
async function within<T>(ms: number, promise: Promise<T>, giveUp: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp()
      reject(new DeviceError('53000', `No answer of the voice network after ${ms / 1000} s`))
    }, ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
