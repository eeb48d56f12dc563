/** Makes public/sounds: the ringtone, the end tone, the twelve key tones and the names that other pages know, as 16-bit mono WAV. Run it after a change here. */
import { mkdirSync, writeFileSync } from 'node:fs'

const RATE = 16_000
const folder = new URL('../public/sounds/', import.meta.url)
const silence = (seconds) => new Float64Array(Math.round(seconds * RATE))

/** Sums sines of the given hertz with 5 ms ramps, so that nothing clicks. */
function tone(frequencies, seconds, level) {
  const ramp = 0.005 * RATE
  return silence(seconds).map((_, i, { length }) => {
    const edge = Math.min(1, i / ramp, (length - i) / ramp)
    return edge * level * frequencies.reduce((sum, hz) => sum + Math.sin((2 * Math.PI * hz * i) / RATE), 0)
  })
}

/** Adds a struck note that fades: the octave above dies faster, as on a wooden bar. */
function strike(into, at, hz, level) {
  for (let i = Math.round(at * RATE), t = 0; i < into.length; i++, t += 1 / RATE) {
    const onset = Math.min(1, t / 0.004)
    const body =
      Math.sin(2 * Math.PI * hz * t) * Math.exp(-5 * t) + 0.25 * Math.sin(4 * Math.PI * hz * t) * Math.exp(-14 * t)
    into[i] += onset * level * body
  }
}

function ringtone() {
  const samples = silence(3)
  for (const start of [0, 0.9]) {
    for (const [i, hz] of [659.26, 783.99, 1046.5, 783.99].entries()) strike(samples, start + i * 0.15, hz, 0.22)
  }
  const fade = 0.05 * RATE
  return samples.map((sample, i) => sample * Math.min(1, (samples.length - i) / fade))
}

function wav(samples) {
  const bytes = Buffer.alloc(44 + samples.length * 2)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + samples.length * 2, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(RATE, 24)
  bytes.writeUInt32LE(RATE * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(samples.length * 2, 40)
  samples.forEach(
    (sample, i) => void bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 44 + i * 2),
  )
  return bytes
}

const save = (name, samples) => writeFileSync(new URL(`${name}.wav`, folder), wav(samples))

mkdirSync(folder, { recursive: true })
save('ringtone', ringtone())
// Pages written for the voice API's first clients ask for these two.
save('incoming', ringtone())
save(
  'outgoing',
  Float64Array.from([...tone([400, 450], 0.4, 0.1), ...silence(0.2), ...tone([400, 450], 0.4, 0.1), ...silence(1)]),
)
save('disconnect', Float64Array.from([...tone([480], 0.09, 0.2), ...silence(0.05), ...tone([380], 0.13, 0.2)]))
const rows = [697, 770, 852, 941]
const columns = [1209, 1336, 1477]
const names = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'star', '0', 'hash']
for (const [i, name] of names.entries())
  save(`dtmf-${name}`, tone([rows[Math.floor(i / 3)], columns[i % 3]], 0.12, 0.12))
