import { decodeSample, encodeSample, FRAME_SAMPLES, SILENCE } from '#lib/media/mulaw.ts'
import type { MediaClock } from './clock.ts'
import type { Party } from './ports.ts'

/** Someone in a room. The flags may be changed at any time and count from the next tick on. */
export interface Member {
  readonly party: Party
  /** The others do not hear it. */
  muted: boolean
  /** It neither hears nor is heard, and the room leaves its line alone: whoever holds it may play music there. */
  hold: boolean
  /** False: it is heard but nothing is written to it, as for a ringing participant whose early media plays. */
  hears: boolean
  /** Takes it out; harmless when it left before. */
  leave(): void
}

type Flags = Partial<Pick<Member, 'muted' | 'hold' | 'hears'>>

/** A conversation: on every tick each member hears the sum of all the others, never itself. */
export class Room {
  readonly #clock: MediaClock
  readonly #members = new Set<Member>()
  #stop: (() => void) | undefined

  constructor(clock: MediaClock) {
    this.#clock = clock
  }

  get members(): readonly Member[] {
    return [...this.#members]
  }

  /** Adds a party; it hears and is heard from the next tick on. */
  join(party: Party, { muted = false, hold = false, hears = true }: Flags = {}): Member {
    const member: Member = { party, muted, hold, hears, leave: () => this.#leave(member) }
    this.#members.add(member)
    this.#stop ??= this.#clock.subscribe(() => this.#mix())
    return member
  }

  #leave(member: Member): void {
    if (!this.#members.delete(member) || this.#members.size > 0) return
    this.#stop?.()
    this.#stop = undefined
  }

  #mix(): void {
    const spoken = new Map<Member, Uint8Array>()
    for (const member of this.#members) {
      // Read also when nobody hears it, so that its sound is not late once it is heard again.
      const frame = member.party.read()
      if (frame && !member.muted && !member.hold) spoken.set(member, frame)
    }
    const mix = new Mix(spoken)
    for (const member of this.#members) {
      if (!member.hold && member.hears) member.party.write(mix.without(member))
    }
  }
}

/** What was said in one tick, and what each member hears of it. */
class Mix {
  readonly #spoken: Map<Member, Uint8Array>
  #sum: Int32Array | undefined

  constructor(spoken: Map<Member, Uint8Array>) {
    this.#spoken = spoken
  }

  /** Everything but the member's own voice. One other voice is passed on as it is: no work and no loss. */
  without(member: Member): Uint8Array {
    const own = this.#spoken.get(member)
    const others = this.#spoken.size - (own ? 1 : 0)
    if (others === 0) return SILENCE
    if (others === 1) for (const [speaker, frame] of this.#spoken) if (speaker !== member) return frame
    this.#sum ??= sumOf(this.#spoken.values())
    const heard = new Uint8Array(FRAME_SAMPLES)
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const sample = this.#sum[i]! - (own ? decodeSample(own[i]!) : 0)
      heard[i] = encodeSample(Math.max(-32768, Math.min(32767, sample)))
    }
    return heard
  }
}

function sumOf(frames: Iterable<Uint8Array>): Int32Array {
  const sum = new Int32Array(FRAME_SAMPLES)
  for (const frame of frames) for (let i = 0; i < FRAME_SAMPLES; i++) sum[i]! += decodeSample(frame[i]!)
  return sum
}
