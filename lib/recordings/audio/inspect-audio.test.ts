import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { inspectAudio } from './inspect-audio.ts'
import { flacSound, mp3Sound, mp3WithCount, oggSound, wavSound, webmSound } from './test-sounds.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-audio-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
async function inspect(content: Buffer | string) {
  const path = join(folder, `${files++}`)
  await writeFile(path, content)
  return inspectAudio(path, content.length)
}

test.each([
  ['WAV', wavSound(2), { format: 'wav', durationMs: 2000, channels: 1, sampleRate: 8000, bitRate: 128_000 }],
  ['WAV in stereo', wavSound(1, 2), { format: 'wav', durationMs: 1000, channels: 2 }],
  ['MP3', mp3Sound(), { format: 'mp3', durationMs: 1045, channels: 2, sampleRate: 44_100, bitRate: 128_000 }],
  ['MP3 with a count', mp3WithCount(40), { format: 'mp3', durationMs: 1071 }],
  ['MP3 with tags', Buffer.concat([id3(), mp3Sound(), tag()]), { format: 'mp3', durationMs: 1045 }],
  ['Ogg', oggSound(), { format: 'ogg', durationMs: 2000, channels: 1, sampleRate: 48_000 }],
  ['FLAC', flacSound(), { format: 'flac', durationMs: 1024, channels: 1, sampleRate: 8000 }],
  ['FLAC of unknown length', flacSound(100, 0), { format: 'flac', durationMs: 51_200 }],
  ['WebM', webmSound(), { format: 'webm', durationMs: 1000, channels: 1, sampleRate: 48_000 }],
  ['WebM of a recorder', webmSound({ live: true }), { format: 'webm', durationMs: 1000, channels: 1 }],
])('%s', async (_, file, facts) => {
  expect(await inspect(file)).toMatchObject(facts)
})

test('bars are drawn of samples that we can decode, mu-law too', async () => {
  expect((await inspect(wavSound())).peaks![0]).toHaveLength(400)
  const mulaw = Buffer.concat([wavSound().subarray(0, 44), Buffer.alloc(16_000, 0x80)])
  mulaw.writeUInt16LE(7, 20)
  mulaw.writeUInt16LE(1, 32)
  mulaw.writeUInt16LE(8, 34)
  const { peaks, durationMs } = await inspect(mulaw)
  expect([durationMs, peaks![0]![0]]).toEqual([2000, 99])
  expect((await inspect(flacSound())).peaks).toBeNull()
})

test.each([
  ['nothing', ''],
  ['a page', '<!doctype html><script>alert(1)</script>'],
  ['a page that begins with RIFF', 'RIFF....<script>alert(1)</script>'],
  ['a program', Buffer.from('7f454c46020101000000000000000000', 'hex')],
  ['an archive', 'PK\x03\x04'],
  ['Matroska that is no WebM', webmSound({ docType: 'matroska' })],
  ['an MP2', Buffer.concat(Array(20).fill(Buffer.concat([Buffer.from([0xff, 0xfd, 0x80, 0]), Buffer.alloc(400)])))],
  ['AIFF', 'FORM\0\0\0\x10AIFF'],
])('%s is no sound', async (_, file) => {
  await expect(inspect(file)).rejects.toMatchObject({ code: 'wrong_content_type', field: 'recording' })
})

const withByte = (file: Buffer, at: number, value: number) => {
  const changed = Buffer.from(file)
  changed[at] = value
  return changed
}

test.each([
  ['a WAV that is longer by its header', wavSound().subarray(0, -2)],
  ['a WAV of 65,535 channels', withByte(withByte(wavSound(), 22, 255), 23, 255)],
  ['a WAV of no channel', withByte(wavSound(), 22, 0)],
  ['a WAV of three channels', wavSound(1, 3)],
  ['a WAV without sound', wavSound(0)],
  ['an MP3 cut within a frame', mp3Sound().subarray(0, -1)],
  ['an MP3 cut between frames', mp3WithCount(40).subarray(0, 417 * 30)],
  ['an MP3 that says it is longer', mp3WithCount(40, 4_000_000)],
  ['an MP3 with a page in it', Buffer.concat([mp3Sound(), Buffer.from('<script>'), mp3Sound()])],
  ['an MP3 with a tag that has no end', Buffer.from('ID3\x04\0\0\x7f\x7f\x7f\x7f')],
  ['an Ogg cut within a page', oggSound().subarray(0, -1)],
  ['an Ogg without its last page', oggSound().subarray(0, -48)],
  ['an Ogg with a page behind it', Buffer.concat([oggSound(), Buffer.from('<script>alert(1)</script>')])],
  ['a FLAC cut within a frame', flacSound().subarray(0, -1)],
  ['a FLAC cut between frames', flacSound(3).subarray(0, -11)],
  ['a FLAC that says it is longer', flacSound(2, 8_000_000)],
  ['a WebM cut short', webmSound().subarray(0, -1)],
  ['a WebM of a recorder cut short', webmSound({ live: true }).subarray(0, -1)],
  ['a WebM with a picture', webmSound({ trackType: 1 })],
  ['a WebM of years', webmSound({ scaleNs: 0xffffffff })],
  ['a WAV of 4 GHz', withByte(withByte(wavSound(), 27, 255), 26, 255)],
  ['a WebM with more behind it', Buffer.concat([webmSound(), Buffer.from('<script>')])],
])('%s is refused', async (_, file) => {
  await expect(inspect(file)).rejects.toMatchObject({ code: 'invalid_input', field: 'recording' })
})

test('no file of broken bytes does more than be refused', async () => {
  const sounds = [wavSound(), mp3WithCount(5), oggSound(), flacSound(), webmSound(), webmSound({ live: true })]
  const change = fc.tuple(fc.nat(400), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sounds),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      async (sound, changes) => {
        const broken = changes.reduce((file, [at, value]) => withByte(file, at % file.length, value), sound)
        await inspect(broken).catch((error: unknown) => expect(error).toBeInstanceOf(AppError))
      },
    ),
    { numRuns: 300 },
  )
})

function id3() {
  return Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x01\x00', 'latin1'), Buffer.alloc(128)])
}

function tag() {
  return Buffer.concat([Buffer.from('TAG', 'latin1'), Buffer.alloc(125)])
}
