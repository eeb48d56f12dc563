import type { Call, Device } from '@twilio/voice-sdk'

/** The page the tests drive: the real Voice SDK, and a log of all it says. Bundled by the test and run in Chromium. */
export interface TestPhone {
  /** Everything the SDK emitted, oldest first: `device.registered`, `call.accept`, `call.error`, ... */
  events: { name: string; detail: unknown }[]
  call: Call | undefined
  device: Device | undefined
  open(token: string, signallingHost: string, options: object): Promise<void>
  connect(params: Record<string, string>, rtc?: object): Promise<void>
  /** Takes up a call that rings elsewhere. */
  takeOver(connectToken: string): Promise<void>
  /** Cuts the signalling connection as a network would. */
  cutSocket(): void
  /** Restarts ICE as the SDK does when the network changed; resolves when the new path carries sound. */
  restartIce(): Promise<void>
  /** The loudest frequency heard now in Hz, and its level in dB of the analyser's scale. */
  peak(): { hz: number; db: number }
}

declare global {
  interface Window {
    phone: TestPhone
  }
}

const sockets: WebSocket[] = []
let analyser: { node: AnalyserNode; context: AudioContext; stream: MediaStream } | undefined

const page: TestPhone = {
  events: [],
  call: undefined,
  device: undefined,

  async open(token, signallingHost, options) {
    const Native = window.WebSocket
    window.WebSocket = new Proxy(Native, {
      construct(target, [url, ...rest]: [string, ...string[]]) {
        const socket = new target(url.replace(/^wss:/, 'ws:'), ...rest)
        sockets.push(socket)
        return socket
      },
    })
    const { Device } = await import('@twilio/voice-sdk')
    window.WebSocket = Native
    const sounds = Object.fromEntries(SOUNDS.map((name) => [name, '/sound.wav']))
    const local = { chunderw: signallingHost, publishEvents: false, sounds, logLevel: 'silent' }
    const device = new Device(token, { ...local, ...options } as ConstructorParameters<typeof Device>[1])
    page.device = device
    for (const name of ['registering', 'registered', 'unregistered', 'tokenWillExpire']) {
      device.on(name, () => record(`device.${name}`))
    }
    device.on('error', (error) => record('device.error', { code: error.code, message: error.message }))
    device.on('incoming', (call: Call) => {
      listen(call)
      record('device.incoming', { parameters: call.parameters, custom: Object.fromEntries(call.customParameters) })
    })
  },

  async connect(params, rtcConstraints) {
    listen(await page.device!.connect({ params, ...(rtcConstraints && { rtcConstraints }) }))
  },

  async takeOver(connectToken) {
    listen(await page.device!.connect({ connectToken }))
  },

  cutSocket() {
    for (const socket of sockets.splice(0)) socket.close()
  },

  async restartIce() {
    const { _mediaHandler: media } = page.call as unknown as { _mediaHandler: SdkMedia }
    const before = await inboundBytes(media.version.pc)
    const path = () => media.version.pc.remoteDescription?.sdp.match(/a=ice-ufrag:(.*)/)?.[1]
    const old = path()
    media.iceRestart()
    await until(() => path() !== old && media.version.pc.iceConnectionState === 'connected')
    await until(async () => (await inboundBytes(media.version.pc)) > before + 50 * 160)
  },

  peak() {
    const stream = page.call?.getRemoteStream()
    if (!stream) return { hz: 0, db: Number.NEGATIVE_INFINITY }
    if (analyser?.stream !== stream) analyser = analyse(stream)
    const { node, context } = analyser!
    const levels = new Float32Array(node.frequencyBinCount)
    node.getFloatFrequencyData(levels)
    const loudest = levels.reduce((best, level, bin) => (level > levels[best]! ? bin : best), 0)
    return { hz: (loudest * context.sampleRate) / node.fftSize, db: levels[loudest]! }
  },
}

const SOUNDS = ['disconnect', 'incoming', 'outgoing', ...Array.from('0123456789hs', (key) => `dtmf${key}`)]

/** What of the SDK's inside the ICE restart needs: it starts one by itself only after a long outage. */
interface SdkMedia {
  version: { pc: RTCPeerConnection }
  iceRestart(): void
}

async function inboundBytes(pc: RTCPeerConnection): Promise<number> {
  const reports = [...(await pc.getStats()).values()]
  return reports.find(({ type }) => type === 'inbound-rtp')?.bytesReceived ?? 0
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((next) => setTimeout(next, 20))
}

function record(name: string, detail: unknown = null): void {
  page.events.push({ name, detail })
}

function listen(call: Call): void {
  page.call = call
  for (const name of ['ringing', 'accept', 'disconnect', 'cancel', 'reject', 'reconnecting', 'reconnected'] as const) {
    call.on(name, (first: unknown) => record(`call.${name}`, typeof first === 'boolean' ? first : null))
  }
  call.on('error', (error) => record('call.error', { code: error.code, message: error.message }))
  call.on('messageSent', (message) => record('call.messageSent', message.content))
  call.on('messageReceived', (message) => record('call.messageReceived', message.content))
}

function analyse(stream: MediaStream) {
  const context = new AudioContext()
  const node = context.createAnalyser()
  node.fftSize = 8192
  context.createMediaStreamSource(stream).connect(node)
  return { node, context, stream }
}

window.phone = page
