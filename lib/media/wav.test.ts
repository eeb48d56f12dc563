import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toneRatio } from './goertzel.ts'
import { Tone } from './tone.ts'
import { decodeWav, encodeWav } from './wav.ts'

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.int16Array(), (pcm) => {
      expect([...decodeWav(encodeWav(pcm))]).toEqual([...pcm])
    }),
  )
})

test('the header is the 44 bytes every player knows', () => {
  const file = encodeWav(Int16Array.from([1, -1]))
  expect(file.toString('hex')).toBe(
    '5249464628000000' +
      '57415645666d7420' +
      '1000000001000100' +
      '401f0000803e0000' +
      '0200100064617461' +
      '040000000100ffff',
  )
})

test.each([48_000, 44_100, 22_050, 16_000])('a tone recorded at %i Hz keeps its pitch', (rate) => {
  const step = (2 * Math.PI * 1000) / rate
  const recorded = Int16Array.from({ length: rate }, (_, i) => Math.round(8000 * Math.sin(step * i)))
  const pcm = decodeWav(encodeWav(recorded, rate))
  expect(Math.abs(pcm.length - 8000)).toBeLessThanOrEqual(1)
  expect(toneRatio(pcm.subarray(0, 4000), 1000)).toBeGreaterThan(0.98)
})

test('other chunks are passed over, and an endless data chunk ends with the file', () => {
  const file = encodeWav(new Tone(500).pcm(100))
  const list = Buffer.from('LIST\x03\x00\x00\x00abc\x00', 'latin1')
  const streamed = Buffer.concat([file.subarray(0, 12), list, file.subarray(12)])
  streamed.writeUInt32LE(0xffffffff, 12 + list.length + 24 + 4)
  expect([...decodeWav(streamed)]).toEqual([...decodeWav(file)])
})

test('a mu-law file is read too', () => {
  const bytes = Uint8Array.from([0xff, 0x00, 0x80, 0x7f])
  const file = Buffer.concat([encodeWav(new Int16Array(0)), bytes])
  file.writeUInt16LE(7, 20)
  file.writeUInt16LE(8, 34)
  file.writeUInt32LE(bytes.length, 40)
  expect([...decodeWav(file)]).toEqual([0, -32124, 32124, 0])
})

test('anything else is refused, never half read', () => {
  const stereo = encodeWav(new Int16Array(10))
  stereo.writeUInt16LE(2, 22)
  expect(() => decodeWav(stereo)).toThrow('mono')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => decodeWav(Buffer.from(bytes))).toThrow('The file is no WAV file')
    }),
  )
  const file = encodeWav(new Int16Array(10))
  for (let length = 0; length < 36; length++) {
    expect(() => decodeWav(file.subarray(0, length))).toThrow('The file is no WAV file')
  }
})
