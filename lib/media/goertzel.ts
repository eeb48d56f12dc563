/** How much of a window's energy lies at one frequency, 0 to 1. At least 100 ms of sound makes it sharp to about 10 Hz. */
export function toneRatio(pcm: Int16Array, hz: number, sampleRateHz = 8000): number {
  let energy = 0
  for (const sample of pcm) energy += sample * sample
  if (energy === 0) return 0
  return Math.min(1, (2 * power(pcm, hz, sampleRateHz)) / (pcm.length * energy))
}

/** The level of a window in dB below full scale (a square wave at full scale is 0); -Infinity for pure silence. */
export function rmsDb(pcm: Int16Array): number {
  let energy = 0
  for (const sample of pcm) energy += sample * sample
  return 10 * Math.log10(energy / Math.max(1, pcm.length) / (32768 * 32768))
}

/** The level of one frequency in dB below full scale, as the RMS of a sine at that frequency. */
export function toneDb(pcm: Int16Array, hz: number, sampleRateHz = 8000): number {
  const meanSquare = (2 * power(pcm, hz, sampleRateHz)) / Math.max(1, pcm.length * pcm.length)
  return 10 * Math.log10(meanSquare / (32768 * 32768))
}

/** Goertzel's algorithm: the squared magnitude of the window's spectrum at one frequency. */
function power(pcm: Int16Array, hz: number, sampleRateHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / sampleRateHz)
  let last = 0
  let beforeLast = 0
  for (const sample of pcm) {
    const next = sample + coefficient * last - beforeLast
    beforeLast = last
    last = next
  }
  return Math.max(0, last * last + beforeLast * beforeLast - coefficient * last * beforeLast)
}
