import { readFileSync } from 'node:fs'
import { AppError } from '#lib/errors.ts'
import { encodeMulaw, toFrames } from '#lib/media/mulaw.ts'
import { decodeWav } from '#lib/media/wav.ts'
import { Utterance } from './utterance.ts'

interface Sound {
  text: string
  /** A sentence the page offers to say. */
  page?: boolean
}

/** Beside this file in the sources, beside the bundle in a build. */
const FOLDER = new URL('./sounds/', import.meta.url)
const SOUNDS = new Map<string, Sound>(
  Object.entries(JSON.parse(readFileSync(new URL('sounds.json', FOLDER), 'utf8')) as Record<string, Sound>),
)
const read = new Map<string, Uint8Array[]>()

/** The sentences a person may let a phone say. */
export const SENTENCES = [...SOUNDS].filter(([, { page }]) => page).map(([name, { text }]) => ({ name, text }))

/** A prepared sentence; throws AppError('invalid_input') when there is none of that name. */
export function preparedSound(name: string): Utterance {
  const sound = SOUNDS.get(name)
  if (!sound) throw new AppError('invalid_input', `There is no prepared sentence ${name}`)
  const frames = read.get(name) ?? toFrames(encodeMulaw(decodeWav(readFileSync(new URL(`${name}.wav`, FOLDER)))))
  read.set(name, frames)
  return new Utterance(sound.text, frames)
}
