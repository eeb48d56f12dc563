const BAR_MS = 100
const BARS = 100

/** How loud something was in the last 10 seconds, as a page draws it: 100 bars of 100 ms. */
export class Lane {
  readonly #levels = new Float32Array(BARS)
  readonly #times = new Float64Array(BARS).fill(-1)

  add(frame: Uint8Array): void {
    const time = barNow()
    const index = time % BARS
    if (this.#times[index] !== time) this.#levels[index] = 0
    this.#times[index] = time
    this.#levels[index] = Math.max(this.#levels[index]!, loudness(frame))
  }

  /** Oldest first, each 0 to 1; 0 where there was nothing. */
  bars(): number[] {
    const first = barNow() - BARS + 1
    return Array.from({ length: BARS }, (_, at) => {
      const index = (first + at) % BARS
      return this.#times[index] === first + at ? Math.round(this.#levels[index]! * 100) / 100 : 0
    })
  }
}

const barNow = () => Math.floor(performance.now() / BAR_MS) + BARS

/** A mu-law byte is a logarithm already: the loudest of every fourth sample, 0 to 1. */
function loudness(frame: Uint8Array): number {
  let most = 0
  for (let i = 0; i < frame.length; i += 4) most = Math.max(most, ~frame[i]! & 0x7f)
  return most / 0x7f
}
