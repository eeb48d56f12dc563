import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choosable, readSoundChoice, SYSTEM_SOUND } from './sound-choice.ts'

const HEADSET = { id: 'a1', name: 'Headset' }

test('a saved choice is read again, and what is unreadable in it is the system’s own', () => {
  const saved = { ...SYSTEM_SOUND, microphone: HEADSET }
  expect(readSoundChoice(JSON.stringify(saved))).toEqual(saved)
  expect(readSoundChoice(JSON.stringify({ speaker: HEADSET, ringtone: { id: 5 } }))).toEqual({
    ...SYSTEM_SOUND,
    speaker: HEADSET,
  })
  expect(readSoundChoice(null)).toEqual(SYSTEM_SOUND)
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readSoundChoice(text)))
})

test('only real devices of the right kind can be chosen', () => {
  const device = (kind: MediaDeviceKind, deviceId: string) => ({ kind, deviceId, label: deviceId })
  const devices = [
    device('audioinput', 'default'),
    device('audioinput', 'm1'),
    device('audiooutput', 's1'),
    device('audiooutput', ''),
    device('videoinput', 'v1'),
  ]
  expect(choosable(devices, 'microphone').map(({ deviceId }) => deviceId)).toEqual(['m1'])
  expect(choosable(devices, 'ringtone').map(({ deviceId }) => deviceId)).toEqual(['s1'])
})
