/** Sound whose words are known. */
export class Utterance implements Iterable<Uint8Array> {
  readonly text: string
  readonly #frames: readonly Uint8Array[]

  constructor(text: string, frames: readonly Uint8Array[]) {
    this.text = text
    this.#frames = frames
  }

  [Symbol.iterator](): Iterator<Uint8Array> {
    return this.#frames[Symbol.iterator]()
  }
}
