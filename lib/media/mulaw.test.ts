import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeMulaw, decodeSample, encodeMulaw, encodeSample, SILENCE, toFrames } from './mulaw.ts'

test.each([
  [0, 0xff],
  [-1, 0x7f],
  [8, 0xfe],
  [-8, 0x7e],
  [1000, 0xce],
  [-1000, 0x4e],
  [32767, 0x80],
  [-32768, 0x00],
])('%i is %i on the wire', (sample, byte) => {
  expect(encodeSample(sample)).toBe(byte)
})

test('the loudest codes are 32124 either way, and both zeros are silence', () => {
  expect([0x80, 0x00, 0xff, 0x7f].map(decodeSample)).toEqual([32124, -32124, 0, 0])
  expect(decodeMulaw(SILENCE).every((sample) => sample === 0)).toBe(true)
})

test('every code comes back as itself, but for the second zero', () => {
  for (let byte = 0; byte < 256; byte++) expect(encodeSample(decodeSample(byte))).toBe(byte === 0x7f ? 0xff : byte)
})

test('a round trip is off by no more than half a step of its segment', () => {
  fc.assert(
    fc.property(fc.integer({ min: -32635, max: 32635 }), (sample) => {
      const segment = Math.floor(Math.log2(Math.abs(sample) + 132)) - 7
      const off = Math.abs(decodeSample(encodeSample(sample)) - sample)
      expect(off).toBeLessThanOrEqual(4 << segment)
    }),
  )
})

test('framing keeps every byte in order and fills the last frame up with silence', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
      const frames = toFrames(bytes)
      const joined = frames.flatMap((frame) => [...frame])
      expect(frames.every((frame) => frame.length === 160)).toBe(true)
      expect(joined.slice(0, bytes.length)).toEqual([...bytes])
      expect(joined.slice(bytes.length).every((byte) => byte === 0xff)).toBe(true)
      expect(joined.length - bytes.length).toBeLessThan(160)
    }),
  )
})

test('whole buffers are coded sample by sample', () => {
  const pcm = Int16Array.from([0, 1000, -1000, 32767])
  expect([...encodeMulaw(pcm)]).toEqual([0xff, 0xce, 0x4e, 0x80])
  expect([...decodeMulaw(encodeMulaw(pcm))]).toEqual([0, 988, -988, 32124])
})
