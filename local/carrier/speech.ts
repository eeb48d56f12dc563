import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { log } from '#lib/log.ts'
import { encodeMulaw, SAMPLE_RATE_HZ, toFrames } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { decodeWav } from '#lib/media/wav.ts'

const KEPT_TEXTS = 200
const MOST_WAV_BYTES = 64 * 1024 * 1024

/** Makes text audible and remembers what it made. */
export class Speech {
  readonly #program: string
  readonly #made = new Map<string, Promise<Uint8Array[]>>()

  constructor(program = 'espeak-ng') {
    this.#program = program
  }

  /** Text as mu-law frames: spoken by espeak-ng where that is installed, else as a melody of the text's length. */
  say(text: string): Promise<Uint8Array[]> {
    const made = this.#made.get(text) ?? this.#make(text)
    this.#made.set(text, made)
    const [oldest] = this.#made.keys()
    if (this.#made.size > KEPT_TEXTS && oldest !== undefined) this.#made.delete(oldest)
    return made
  }

  async #make(text: string): Promise<Uint8Array[]> {
    const pcm = (await speak(this.#program, text)) ?? melody(text)
    return toFrames(encodeMulaw(pcm))
  }
}

const run = promisify(execFile)

/** Undefined when there is no such program, or it cannot say this. */
async function speak(program: string, text: string): Promise<Int16Array | undefined> {
  const options = { encoding: 'buffer', maxBuffer: MOST_WAV_BYTES } as const
  try {
    const running = run(program, ['-v', 'en-gb', '--stdin', '--stdout'], options)
    // A program that is missing or quits early is reported below; its closed pipe says nothing more.
    running.child.stdin?.on('error', () => {}).end(text)
    return decodeWav((await running).stdout)
  } catch (error) {
    if (!isMissing(error)) log.warn('The speech program failed, a melody stands in', { error })
    return undefined
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const MS_PER_LETTER = 60
const GAP_MS = 80
const SCALE_HZ = [523, 587, 659, 698, 784, 880, 988]

/** One note a word, as long as the word, its pitch from its letters: the same text always sounds the same. */
export function melody(text: string): Int16Array {
  const samples = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const sum = [...word].reduce((total, letter) => total + letter.codePointAt(0)!, 0)
      const note = new Tone(SCALE_HZ[sum % SCALE_HZ.length]!, -20).pcm(samplesOf(word.length * MS_PER_LETTER))
      return [...note, ...new Int16Array(samplesOf(GAP_MS))]
    })
  return Int16Array.from(samples)
}

const samplesOf = (ms: number) => (ms * SAMPLE_RATE_HZ) / 1000
