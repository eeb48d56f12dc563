/** Telephone sound: G.711 mu-law, 8000 samples a second, one byte each. */
export const SAMPLE_RATE_HZ = 8000
/** A frame is 20 ms. */
export const FRAME_MS = 20
export const FRAME_SAMPLES = (SAMPLE_RATE_HZ * FRAME_MS) / 1000

/** One frame of nothing. Shared: never write into it. */
export const SILENCE: Uint8Array = new Uint8Array(FRAME_SAMPLES).fill(0xff)

const BIAS = 0x84
const CLIP = 32635

const DECODE = Int16Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS
  return bits & 0x80 ? -magnitude : magnitude
})

const ENCODE = Uint8Array.from({ length: 1 << 16 }, (_, index) => encodeSlowly(index - 32768))

function encodeSlowly(sample: number): number {
  const biased = Math.min(Math.abs(sample), CLIP) + BIAS
  const segment = 24 - Math.clz32(biased)
  const code = (segment << 4) | ((biased >> (segment + 3)) & 0x0f)
  return ~(sample < 0 ? code | 0x80 : code) & 0xff
}

/** A 16-bit sample, -32768 to 32767, as a mu-law byte. */
export function encodeSample(sample: number): number {
  return ENCODE[sample + 32768]!
}

/** A mu-law byte as a 16-bit sample. */
export function decodeSample(byte: number): number {
  return DECODE[byte]!
}

/** 16-bit samples as mu-law bytes. */
export function encodeMulaw(pcm: Int16Array): Uint8Array {
  const bytes = new Uint8Array(pcm.length)
  for (let i = 0; i < pcm.length; i++) bytes[i] = encodeSample(pcm[i]!)
  return bytes
}

/** Mu-law bytes as 16-bit samples. */
export function decodeMulaw(bytes: Uint8Array): Int16Array {
  const pcm = new Int16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) pcm[i] = DECODE[bytes[i]!]!
  return pcm
}

/** Cuts mu-law sound into frames of 20 ms; the last one is filled up with silence. */
export function toFrames(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += FRAME_SAMPLES) {
    const part = bytes.subarray(at, at + FRAME_SAMPLES)
    const frame = part.length === FRAME_SAMPLES ? part : Uint8Array.from(SILENCE)
    if (frame !== part) frame.set(part)
    frames.push(frame)
  }
  return frames
}
