import { encodeMulaw, FRAME_SAMPLES, SAMPLE_RATE_HZ } from './mulaw.ts'

/** Makes a sound of one or more sines whose phase runs on from frame to frame, so that no clicks are heard. */
export class Tone {
  readonly #steps: number[]
  readonly #amplitude: number
  #sample = 0

  /** `db` is the level of each sine below full scale, as RMS. */
  constructor(hz: number | readonly number[], db = -18) {
    this.#steps = [hz].flat().map((f) => (2 * Math.PI * f) / SAMPLE_RATE_HZ)
    this.#amplitude = Math.SQRT2 * 32768 * 10 ** (db / 20)
  }

  /** The next samples, one frame unless told otherwise. */
  pcm(samples: number = FRAME_SAMPLES): Int16Array {
    const pcm = new Int16Array(samples)
    for (let i = 0; i < samples; i++, this.#sample++) {
      let sum = 0
      for (const step of this.#steps) sum += Math.sin(step * this.#sample)
      pcm[i] = Math.max(-32768, Math.min(32767, Math.round(sum * this.#amplitude)))
    }
    return pcm
  }

  /** The next 20 ms as mu-law. */
  frame(): Uint8Array {
    return encodeMulaw(this.pcm())
  }
}
