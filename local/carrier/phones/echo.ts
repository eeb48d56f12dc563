import { decodeSample, encodeSample, FRAME_MS } from '#lib/media/mulaw.ts'

/** Half as loud, so that two phones that echo each other fall silent in the end. */
const HALVED = Uint8Array.from({ length: 256 }, (_, byte) => encodeSample(decodeSample(byte) >> 1))

/** Says again what it heard, later and softer. */
export class Echo {
  readonly #waiting: Uint8Array[]

  constructor(delayMs: number) {
    this.#waiting = Array.from({ length: Math.round(delayMs / FRAME_MS) }, () => new Uint8Array(0))
  }

  hear(frame: Uint8Array): void {
    this.#waiting.push(frame.map((byte) => HALVED[byte]!))
  }

  /** The next frame to say; undefined while there is none. */
  read(): Uint8Array | undefined {
    const frame = this.#waiting.shift()
    return frame?.length ? frame : undefined
  }
}
