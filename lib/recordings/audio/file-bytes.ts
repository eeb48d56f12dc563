import { type FileHandle, open } from 'node:fs/promises'

const WINDOW_BYTES = 64 * 1024

/** A sound file is not what it says it is, or not whole. */
export class BrokenAudio extends Error {}

/** A file's bytes at any place, read through a window: whoever walks forwards reads the disk once. */
export class FileBytes {
  readonly size: number
  readonly #file: FileHandle
  #window: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  #from = 0

  private constructor(file: FileHandle, size: number) {
    this.#file = file
    this.size = size
  }

  /** Opens a file for as long as the work takes. */
  static async reading<T>(path: string, work: (bytes: FileBytes) => Promise<T>): Promise<T> {
    const file = await open(path)
    try {
      return await work(new FileBytes(file, (await file.stat()).size))
    } finally {
      await file.close()
    }
  }

  /** The bytes from here on, at most a window of them; fewer than asked for at the end of the file. */
  async at(offset: number, length: number): Promise<Buffer> {
    const end = Math.min(offset + length, this.size)
    if (offset < this.#from || end > this.#from + this.#window.length) {
      const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(WINDOW_BYTES), 0, WINDOW_BYTES, offset)
      this.#window = buffer.subarray(0, bytesRead)
      this.#from = offset
    }
    return this.#window.subarray(offset - this.#from, Math.max(offset, end) - this.#from)
  }

  /** The same; throws BrokenAudio when the file ends before. */
  async whole(offset: number, length: number): Promise<Buffer> {
    const bytes = await this.at(offset, length)
    if (bytes.length < length) throw new BrokenAudio('The file ends too early')
    return bytes
  }
}
