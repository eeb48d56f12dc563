import { randomFillSync } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'

// https://www.rfc-editor.org/rfc/rfc6455#section-5.2
const TEXT = 0x81
const PING = 0x89
const PONG = 0x8a
const IS_MASKED = 0x80
/** A length up to here stands in one byte, up to LONGEST in the two after it. */
const SHORT = 125
const TWO_BYTES = 126
const LONGEST = 65_535

const masks = Buffer.allocUnsafeSlow(8192)
let usedMasks = masks.length

type End = 'server' | 'client'

/**
 * A socket with a short cut for sound: plain text frames are read and written here, with one write where the library makes two and
 * without its stream of its own. Whatever else comes is the library's: pings at once, and from the first strange frame on all the
 * rest. Neither keeps anything back, so that the order stays. Without `runOn` it is a socket like any other.
 */
export class DirectSocket extends WebSocket {
  #connection: Duplex | undefined
  #end: End = 'client'
  #library: ((chunk: Buffer) => void) | undefined
  #rest: Buffer | undefined
  readonly #read = (chunk: Buffer) => this.#readAll(chunk)

  /** Says what an open socket runs on, and which end of it this is. Its limits of size must be 65,535 bytes or more. */
  runOn(connection: Duplex, end: End): void {
    this.#connection = connection
    this.#end = end
    const [library, ...others] = connection.listeners('data')
    if (!library || others.length > 0) return
    this.#library = library as (chunk: Buffer) => void
    connection.off('data', this.#library).on('data', this.#read)
  }

  /** Sends a text of nothing but ASCII. */
  sendAscii(text: string): void {
    const isUsual = text.length > SHORT && text.length <= LONGEST && this.readyState === WebSocket.OPEN
    if (!isUsual || !this.#connection) this.send(text)
    else if (this.#end === 'server') this.#connection.write(serverFrame(text), 'latin1')
    else this.#connection.write(clientFrame(text))
  }

  #readAll(chunk: Buffer): void {
    const data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#rest = undefined
    let at = 0
    while (at < data.length) {
      const isText = data[at] === TEXT
      const start = isText || data[at] === PING || data[at] === PONG ? this.#startOf(data, at) : STRANGE
      if (start === STRANGE) return this.#handOver(data.subarray(at))
      const end = start + lengthOf(data, at)
      if (start === PARTIAL || end > data.length) {
        this.#rest = data.subarray(at)
        return
      }
      if (isText) this.emit('message', this.#textOf(data, start, end), false)
      else this.#library!.call(this.#connection, data.subarray(at, end))
      at = end
    }
  }

  /** Where a frame's content begins. */
  #startOf(data: Buffer, at: number): number {
    if (data.length < at + 2) return PARTIAL
    const isMasked = data[at + 1]! >= IS_MASKED
    const length = data[at + 1]! & ~IS_MASKED
    if (isMasked !== (this.#end === 'server') || length > TWO_BYTES) return STRANGE
    const start = at + (length === TWO_BYTES ? 4 : 2) + (isMasked ? 4 : 0)
    return data.length < start ? PARTIAL : start
  }

  #textOf(data: Buffer, start: number, end: number): Buffer {
    if (this.#end === 'server') applyMask(data, start - 4, start, end)
    return data.subarray(start, end)
  }

  /** From here on the library reads for itself. */
  #handOver(data: Buffer): void {
    this.#connection!.off('data', this.#read).on('data', this.#library!)
    this.#library!.call(this.#connection, data)
  }
}

const STRANGE = -1
const PARTIAL = -2

function lengthOf(data: Buffer, at: number): number {
  const length = data[at + 1]! & ~IS_MASKED
  return length === TWO_BYTES ? (data[at + 2]! << 8) | data[at + 3]! : length
}

/** To be written as latin1. */
function serverFrame(text: string): string {
  return String.fromCharCode(TEXT, TWO_BYTES, text.length >> 8, text.length & 0xff) + text
}

/** Masked, by bytes nobody can foretell. */
function clientFrame(text: string): Buffer {
  if (usedMasks === masks.length) {
    randomFillSync(masks)
    usedMasks = 0
  }
  const frame = Buffer.allocUnsafe(8 + text.length)
  frame[0] = TEXT
  frame[1] = IS_MASKED | TWO_BYTES
  frame[2] = text.length >> 8
  frame[3] = text.length & 0xff
  frame.write(text, 8, 'latin1')
  for (let at = 4; at < 8; at++) frame[at] = masks[usedMasks++]!
  applyMask(frame, 4, 8, frame.length)
  return frame
}

function applyMask(data: Buffer, mask: number, start: number, end: number): void {
  for (let at = start; at < end; at++) data[at]! ^= data[mask + ((at - start) & 3)]!
}
