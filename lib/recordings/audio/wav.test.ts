import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeWav } from '#lib/media/wav.ts'
import { BARS, inspectWav } from './wav.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-wav-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function inspect(file: Buffer) {
  const path = join(folder, 'file.wav')
  await writeFile(path, file)
  return inspectWav(path)
}

/** Two seconds in two channels: the first sounds in the first second, the second in the second. */
const TWO_CHANNELS = Int16Array.from({ length: 2 * 16_000 }, (_, index) => {
  const inFirstSecond = index < 16_000
  return index % 2 === 0 ? (inFirstSecond ? 8_000 : 0) : inFirstSecond ? 0 : -32_768
})

test('two channels are told apart, each with its own bars', async () => {
  const { channels, durationMs, peaks } = await inspect(encodeWav(TWO_CHANNELS, 8000, 2))
  expect({ channels, durationMs }).toEqual({ channels: 2, durationMs: 2000 })
  expect(peaks.map((lane) => lane.length)).toEqual([BARS, BARS])
  expect([peaks[0]![10], peaks[0]![BARS - 10]]).toEqual([49, 0])
  expect([peaks[1]![10], peaks[1]![BARS - 10]]).toEqual([0, 100])
})

test('one channel, shorter than there are bars', async () => {
  const { channels, durationMs, peaks } = await inspect(encodeWav(Int16Array.from({ length: 80 }, () => 32_767)))
  expect({ channels, durationMs, lanes: peaks.length }).toEqual({ channels: 1, durationMs: 10, lanes: 1 })
  expect(Math.max(...peaks[0]!)).toBe(100)
})

const whole = encodeWav(TWO_CHANNELS, 8000, 2)
const withField = (offset: number, value: number) => {
  const file = Buffer.from(whole)
  file.writeUInt16LE(value, offset)
  return file
}

test.each([
  ['nothing', Buffer.alloc(0)],
  ['the carrier’s XML', Buffer.from('<?xml version="1.0"?><TwilioResponse><RestException/></TwilioResponse>')],
  ['a header alone', whole.subarray(0, 44)],
  ['a file cut short', whole.subarray(0, whole.length - 2)],
  ['65535 channels', withField(22, 65_535)],
  ['no channel', withField(22, 0)],
  ['8 bits', withField(34, 8)],
  ['mu-law', withField(20, 7)],
  ['no rate', withField(24, 0)],
  ['no sound', encodeWav(new Int16Array(0))],
])('%s is refused', async (_, file) => {
  await expect(inspect(file)).rejects.toThrow(/WAV/)
})
