/** Quieter bars are not drawn: a line's noise is no speech. */
const NOISE = 6

/** As many bars as fit of those that were kept, each the loudest of what it stands for. */
export function barsOf(peaks: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / count)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / count))
    const loudest = Math.max(0, ...peaks.slice(from, to))
    return loudest < NOISE ? 0 : loudest
  })
}
