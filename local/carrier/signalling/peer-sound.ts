import type { log } from '#lib/log.ts'
import { SILENCE } from '#lib/media/mulaw.ts'
import type { MediaClock } from '../clock.ts'
import type { Party } from '../ports.ts'
import { JitterBuffer } from './jitter-buffer.ts'
import { type MediaSettings, Peer } from './peer.ts'

export interface SoundContext {
  clock: MediaClock
  media: MediaSettings
  log: typeof log
  /** Whether the next packet of sound is to be lost. */
  losesPacket: () => boolean
}

/** The sound of one browser: what it says evened out, what it is to hear sent on every tick of the clock. */
export class PeerSound implements Party {
  readonly peer: Peer
  /** Whether any sound has arrived. */
  wasHeard = false
  readonly #losesPacket: () => boolean
  readonly #received = new JitterBuffer()
  readonly #stopSending: () => void
  #toSend: Uint8Array = SILENCE

  constructor({ clock, media, log, losesPacket }: SoundContext, about: () => object, onDigit: (digit: string) => void) {
    this.#losesPacket = losesPacket
    this.#stopSending = clock.subscribe(() => this.#send(), 'send')
    this.peer = new Peer(media, {
      onAudio: (payload) => this.#receive(payload),
      onDigit,
      onFault: (error) => log.warn('Sound of a browser broke down', { ...about(), error }),
    })
  }

  read(): Uint8Array | undefined {
    return this.#received.shift()
  }

  write(frame: Uint8Array): void {
    this.#toSend = frame
  }

  async close(): Promise<void> {
    this.#stopSending()
    await this.peer.close()
  }

  #receive(payload: Uint8Array): void {
    if (this.#losesPacket()) return
    this.wasHeard = true
    this.#received.push(payload)
  }

  #send(): void {
    this.peer.send(this.#toSend, this.#losesPacket())
    this.#toSend = SILENCE
  }
}
