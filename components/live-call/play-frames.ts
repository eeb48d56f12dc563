/** Telephone sound: mu-law, 8000 samples a second. */
const RATE_HZ = 8000
/** Sound is played this much later than it comes, so that a late frame leaves no gap. */
const DELAY_S = 0.12

type Track = 'caller' | 'assistant'

/** Plays the frames of both sides of a talk through one context, each side in a row of its own. */
export class FramePlayer {
  readonly #context = new AudioContext()
  readonly #playing: Record<Track, Set<AudioBufferSourceNode>> = { caller: new Set(), assistant: new Set() }
  readonly #until: Record<Track, number> = { caller: 0, assistant: 0 }

  /** Base64 of mu-law, of any length; what comes faster than it is heard waits its turn. */
  play(track: Track, payload: string): void {
    const samples = decode(payload)
    if (samples.length === 0) return
    const buffer = this.#context.createBuffer(1, samples.length, RATE_HZ)
    buffer.copyToChannel(samples, 0)
    const source = new AudioBufferSourceNode(this.#context, { buffer })
    source.connect(this.#context.destination)
    const now = this.#context.currentTime
    const at = this.#until[track] > now ? this.#until[track] : now + DELAY_S
    this.#until[track] = at + buffer.duration
    this.#playing[track].add(source)
    source.onended = () => this.#playing[track].delete(source)
    source.start(at)
  }

  /** Throws away what waits: it was not heard. */
  clear(track: Track): void {
    for (const source of this.#playing[track]) source.stop()
    this.#until[track] = 0
  }

  close(): void {
    void this.#context.close()
  }
}

function decode(payload: string): Float32Array<ArrayBuffer> {
  const bytes = atob(payload)
  return Float32Array.from(bytes, (byte) => sampleOf(byte.charCodeAt(0)))
}

/** G.711 mu-law, to -1..1. */
function sampleOf(byte: number): number {
  const bits = ~byte & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return (bits & 0x80 ? -magnitude : magnitude) / 32768
}
