import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SYSTEM_SOUND } from './sound-choice.ts'
import { TwilioDevice } from './twilio-device.ts'
import type { DeviceEvent } from './voice-device.ts'

/** What a SDK's device would answer; the test decides when, and whether at all. */
class FakeAudio extends EventEmitter {
  isOutputSelectionSupported = true
  availableInputDevices = new Map([['default', {}]])
  availableOutputDevices = new Map([['default', {}]])
  inputs: (string | null)[] = []
  outputs: string[] = []
  speakerDevices = { set: async (id: string) => void this.outputs.push(id) }
  incoming = () => undefined
  outgoing = () => undefined
  setInputDevice = async (id: string) => void this.inputs.push(id)
  unsetInputDevice = async () => void this.inputs.push(null)
  plug(id: string) {
    this.availableInputDevices.set(id, {})
    this.availableOutputDevices.set(id, {})
    this.emit('deviceChange', [])
  }
  unplug(id: string) {
    this.availableInputDevices.delete(id)
    this.availableOutputDevices.delete(id)
    this.emit('deviceChange', [{}])
  }
}

class FakeDevice extends EventEmitter {
  static all: FakeDevice[] = []
  static answers = true
  state = 'unregistered'
  audio = new FakeAudio()
  tokens: string[]
  constructor(token: string) {
    super()
    this.tokens = [token]
    FakeDevice.all.push(this)
  }
  register() {
    this.state = 'registering'
    return FakeDevice.answers ? Promise.resolve().then(() => this.registered()) : new Promise<void>(() => undefined)
  }
  registered() {
    this.state = 'registered'
    this.emit('registered')
  }
  updateToken = (token: string) => void this.tokens.push(token)
  connect = (options: object) => {
    this.options.push(options)
    return FakeDevice.answers ? Promise.resolve(new FakeCall('OUTGOING')) : new Promise(() => undefined)
  }
  options: object[] = []
  destroy() {
    this.state = 'destroyed'
    for (const call of this.listeners('incoming').length ? FakeCall.all : []) call.reject()
  }
}

class FakeCall extends EventEmitter {
  static all: FakeCall[] = []
  customParameters = new Map([
    ['callId', 'call-1'],
    ['timeoutS', '25'],
  ])
  parameters = { From: '+442079460958' }
  told: string[] = []
  track = new EventTarget()
  private now = 'pending'
  direction: string
  constructor(direction: string) {
    super()
    this.direction = direction
    FakeCall.all.push(this)
  }
  status = () => this.now
  getLocalStream = () => ({ getAudioTracks: () => [this.track] })
  ignore() {
    this.now = 'closed'
    this.told.push('ignore')
  }
  reject() {
    if (this.now === 'pending') this.told.push('reject')
  }
  disconnect() {
    this.now = 'closed'
    this.told.push('disconnect')
    this.emit('disconnect')
  }
  open() {
    this.now = 'open'
    this.emit('accept')
  }
}

vi.mock('@twilio/voice-sdk', () => ({ Device: FakeDevice }))

let page: EventTarget
beforeEach(() => {
  vi.useFakeTimers()
  page = new EventTarget()
  vi.stubGlobal('window', page)
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  FakeDevice.all = []
  FakeDevice.answers = true
  FakeCall.all = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const HEADSET = { id: 'h1', name: 'Headset' }
const links = (told: DeviceEvent[]) => told.flatMap((event) => (event.type === 'link' ? event.to : []))

async function setUp() {
  const told: DeviceEvent[] = []
  let tokens = 0
  const device = new TwilioDevice({
    settings: { signallingUrl: null, edge: null, publishEvents: false },
    fetchToken: async () => ({ token: `t${++tokens}`, expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
    leaveWarning: '',
  })
  device.subscribe((event) => told.push(event))
  device.start()
  await vi.advanceTimersByTimeAsync(10)
  return { device, told, sdk: () => FakeDevice.all.at(-1)! }
}

test('a registration that never settles is given up after ten seconds, for a new device', async () => {
  FakeDevice.answers = false
  const { told } = await setUp()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(links(told)).toEqual(['down'])
  FakeDevice.answers = true
  await vi.advanceTimersByTimeAsync(2_000)
  expect(FakeDevice.all.map(({ state }) => state)).toEqual(['destroyed', 'registered'])
  expect(links(told)).toEqual(['down', 'ready'])
})

test('a connect that never settles fails after ten seconds', async () => {
  const { device } = await setUp()
  FakeDevice.answers = false
  const failing = expect(device.connect('attempt')).rejects.toMatchObject({ code: '53000' })
  await vi.advanceTimersByTimeAsync(10_000)
  await failing
})

test('a network that is back needs no patience: a new device registers at once', async () => {
  const { told, sdk } = await setUp()
  const [first] = FakeDevice.all
  first!.state = 'unregistered'
  first!.emit('unregistered')
  page.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(1)
  expect(sdk()).not.toBe(first)
  expect(links(told)).toEqual(['ready', 'down', 'ready'])
})

test('after the machine slept the token is new and so is the device', async () => {
  const { told } = await setUp()
  vi.setSystemTime(Date.now() + 8 * 3_600_000)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(FakeDevice.all).toHaveLength(2)
  expect(FakeDevice.all[1]!.tokens.at(-1)).toBe('t2')
  expect(links(told).at(-1)).toBe('ready')
})

test('a call that rings is left to the next tab when the page goes, never rejected', async () => {
  const { device, sdk } = await setUp()
  const call = new FakeCall('INCOMING')
  sdk().emit('incoming', call)
  device.destroy()
  expect(call.told).toEqual(['ignore'])
})

test('a device with a call on it is never thrown away', async () => {
  const { device, sdk } = await setUp()
  await device.connect('attempt')
  FakeCall.all[0]!.open()
  sdk().state = 'unregistered'
  page.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(30_000)
  expect(FakeDevice.all).toHaveLength(1)
})

test('calls take the chosen microphone, and it is let go after the call', async () => {
  const { device, sdk } = await setUp()
  const { audio } = sdk()
  audio.plug('h1')
  device.useSound({ ...SYSTEM_SOUND, microphone: HEADSET, speaker: HEADSET })
  expect(audio.outputs.at(-1)).toBe('h1')
  await device.connect('attempt')
  expect(sdk().options).toMatchObject([{ rtcConstraints: { audio: { deviceId: { exact: 'h1' } } } }])
  const [call] = FakeCall.all
  call!.open()
  device.useSound(SYSTEM_SOUND)
  await vi.advanceTimersByTimeAsync(0)
  expect(audio.inputs).toEqual(['default'])
  call!.disconnect()
  await vi.advanceTimersByTimeAsync(1)
  expect(audio.inputs).toEqual(['default', null])
})

test('what is unplugged in a call gives way to the system’s own, says so, and comes back', async () => {
  const { device, told, sdk } = await setUp()
  const { audio } = sdk()
  audio.plug('h1')
  device.useSound({ ...SYSTEM_SOUND, microphone: HEADSET })
  await device.connect('attempt')
  FakeCall.all[0]!.open()
  audio.unplug('h1')
  await vi.advanceTimersByTimeAsync(0)
  expect(audio.inputs).toEqual(['default'])
  expect(told).toContainEqual({ type: 'sound-lost', lost: { part: 'microphone', name: 'Headset' } })
  audio.plug('h1')
  await vi.advanceTimersByTimeAsync(0)
  expect(audio.inputs).toEqual(['default', 'h1'])
  expect(told.at(-1)).toEqual({ type: 'sound-back' })
})

test('a microphone that ends without any news of devices is replaced too', async () => {
  const { device, told, sdk } = await setUp()
  await device.connect('attempt')
  FakeCall.all[0]!.open()
  FakeCall.all[0]!.track.dispatchEvent(new Event('ended'))
  await vi.advanceTimersByTimeAsync(0)
  expect(sdk().audio.inputs).toEqual(['default'])
  expect(told).toContainEqual({ type: 'sound-lost', lost: { part: 'microphone', name: '' } })
})
