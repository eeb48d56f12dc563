import { EventEmitter } from 'node:events'
import type { Call, Device } from '@twilio/voice-sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallSound } from './call-sound.ts'

/** The library's part with devices that open when they are told to. */
class TestAudio extends EventEmitter {
  readonly availableInputDevices = new Map([
    ['default', {}],
    ['headset', {}],
  ])
  readonly availableOutputDevices = new Map()
  readonly isOutputSelectionSupported = false
  readonly told: string[] = []
  readonly opening: (() => void)[] = []

  setInputDevice(id: string): Promise<void> {
    this.told.push(`open ${id}`)
    return new Promise((open) => this.opening.push(open))
  }

  async unsetInputDevice(): Promise<void> {
    this.told.push('let go')
  }
}

class TestCall extends EventEmitter {
  getLocalStream() {
    return undefined
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const settled = () => vi.runAllTimersAsync()

function inCall() {
  const [audio, call] = [new TestAudio(), new TestCall()]
  const sound = new CallSound(
    () => undefined,
    () => true,
  )
  sound.attach(audio as unknown as Device['audio'])
  sound.use({ microphone: { id: 'headset', name: 'Headset' }, speaker: null, ringtone: null })
  sound.watch(call as unknown as Call)
  return { audio, call, sound }
}

test('a microphone that still opens when the call ends is let go once it is open', async () => {
  const { audio, call } = inCall()
  audio.availableInputDevices.delete('headset')
  audio.emit('deviceChange')
  await settled()
  call.emit('disconnect')
  await settled()
  expect(audio.told).toEqual(['open default'])
  audio.opening[0]!()
  await settled()
  expect(audio.told).toEqual(['open default', 'let go'])
})

test('a microphone that the library opens for a call that ends meanwhile is let go', async () => {
  const { call, sound } = inCall()
  const stop = vi.fn()
  let open: (stream: object) => void = () => undefined
  const getUserMedia = () => new Promise((opened) => (open = opened))
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  void sound.open({ audio: true })
  call.emit('disconnect')
  await settled()
  expect(stop).not.toHaveBeenCalled()
  open({ getTracks: () => [{ stop }] })
  await settled()
  expect(stop).toHaveBeenCalledOnce()
})

test('a microphone that was waited for is not opened when the call is over meanwhile', async () => {
  const { audio, call } = inCall()
  audio.availableInputDevices.delete('headset')
  audio.emit('deviceChange')
  audio.availableInputDevices.set('headset', {})
  audio.emit('deviceChange')
  await settled()
  call.emit('disconnect')
  audio.opening[0]!()
  await settled()
  expect(audio.told).toEqual(['open headset', 'let go'])
})
