import { FRAME_SAMPLES } from '#lib/media/mulaw.ts'

/** Frames held back before the first is let out, so that one late packet makes no gap. */
const PREFILL = 2
/** Beyond this the sender runs ahead of our clock: the oldest frames go, so that delay never builds up. */
const MOST = 6

/** Evens out the packets of one sender: they come when they come, a frame is taken every 20 ms. */
export class JitterBuffer {
  #frames: Uint8Array[] = []
  #filling = true

  /** Takes one packet's payload, any number of frames. */
  push(payload: Uint8Array): void {
    for (let at = 0; at + FRAME_SAMPLES <= payload.length; at += FRAME_SAMPLES) {
      this.#frames.push(payload.subarray(at, at + FRAME_SAMPLES))
    }
    if (this.#frames.length > MOST) this.#frames.splice(0, this.#frames.length - PREFILL)
    if (this.#frames.length >= PREFILL) this.#filling = false
  }

  /** The next frame, or undefined while there is none to play. */
  shift(): Uint8Array | undefined {
    if (this.#filling) return undefined
    const frame = this.#frames.shift()
    if (!frame) this.#filling = true
    return frame
  }
}
