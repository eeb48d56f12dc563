import type { MediaClock } from './clock.ts'
import type { Party } from './ports.ts'

/** Plays frames, one per tick, to a party; `done` resolves when the last was played (true) or it was stopped (false). */
export interface Playback {
  readonly done: Promise<boolean>
  stop(): void
}

/** Plays sound to one line: an announcement, hold music, a tone. Any iterable of frames will do, also an endless one. */
export function playTo(party: Pick<Party, 'write'>, frames: Iterable<Uint8Array>, clock: MediaClock): Playback {
  const source = frames[Symbol.iterator]()
  const { promise: done, resolve } = withResolver()
  const end = (whole: boolean) => {
    unsubscribe()
    resolve(whole)
  }
  const unsubscribe = clock.subscribe(() => {
    const next = source.next()
    if (next.done) end(true)
    else party.write(next.value)
  })
  return { done, stop: () => end(false) }
}

/** Sound that is spoken into a room or by a phone: a source of frames to read, one after the other. */
export class Speaker {
  #queue: { frames: Iterator<Uint8Array>; resolve: (whole: boolean) => void }[] = []

  /** Adds sound behind what is still playing; resolves true when its last frame was read, false when it was stopped. */
  play(frames: Iterable<Uint8Array>): Promise<boolean> {
    const { promise, resolve } = withResolver()
    this.#queue.push({ frames: frames[Symbol.iterator](), resolve })
    return promise
  }

  /** Drops what plays and what waits. */
  stop(): void {
    for (const { resolve } of this.#queue.splice(0)) resolve(false)
  }

  /** The next frame; undefined when there is nothing to say. */
  read(): Uint8Array | undefined {
    for (let first = this.#queue[0]; first; first = this.#queue[0]) {
      const next = first.frames.next()
      if (!next.done) return next.value
      this.#queue.shift()
      first.resolve(true)
    }
    return undefined
  }
}

function withResolver() {
  let resolve: (whole: boolean) => void = () => {}
  const promise = new Promise<boolean>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
