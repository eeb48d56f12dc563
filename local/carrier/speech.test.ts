import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { rmsDb, toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { encodeWav } from '#lib/media/wav.ts'
import { melody, Speech } from './speech.ts'

const pcmOf = (frames: Uint8Array[]) => decodeMulaw(Uint8Array.from(frames.flatMap((frame) => [...frame])))

test('without a speech program a text is a melody: audible, longer for more text, always the same', async () => {
  const speech = new Speech('/nowhere/espeak-ng')
  const short = await speech.say('Please hold')
  const long = await speech.say('Please hold the line while we find somebody for you')
  expect(long.length).toBeGreaterThan(2 * short.length)
  expect(rmsDb(pcmOf(short))).toBeGreaterThan(-25)
  expect(melody('Please hold')).toEqual(melody('Please hold'))
  expect(await speech.say('')).toEqual([])
})

test('a speech program gets the text on its input, once per text, and its sound is used', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-speech-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const tone = new Tone(600)
  await writeFile(join(folder, 'voice.wav'), encodeWav(tone.pcm(8000)))
  const program = join(folder, 'program')
  await writeFile(program, `#!/bin/sh\ncat >> ${folder}/said; cat ${folder}/voice.wav; rm ${folder}/voice.wav\n`)
  await chmod(program, 0o755)

  const speech = new Speech(program)
  const frames = await speech.say('-v is an option elsewhere')
  expect(frames).toHaveLength(50)
  expect(toneRatio(pcmOf(frames), 600)).toBeGreaterThan(0.99)
  expect(await speech.say('-v is an option elsewhere')).toBe(frames)
})

test('a speech program that says something else than sound is not heard: a melody stands in', async () => {
  expect(pcmOf(await new Speech('echo').say('Please hold'))).toEqual(
    pcmOf(await new Speech('/nowhere').say('Please hold')),
  )
})
