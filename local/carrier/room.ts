import { decodeSample, encodeSample, FRAME_SAMPLES, SILENCE } from '#lib/media/mulaw.ts'
import type { MediaClock } from './clock.ts'
import type { Party } from './ports.ts'

/** Someone in a room. The flags may be changed at any time and count from the next tick on. */
export interface Member {
  readonly party: Party
  /** The others do not hear it. */
  muted: boolean
  /** It hears only voices meant for it alone, its hold music say, and is not heard. */
  hold: boolean
  /** False: it is heard but nothing is written to it, as for a ringing participant whose early media plays. */
  hears: boolean
  /** The only one who hears it: a coach's agent, somebody's music. Everybody when undefined. */
  onlyFor: Member | undefined
  /** Takes it out; harmless when it left before. */
  leave(): void
}

type Flags = Partial<Pick<Member, 'muted' | 'hold' | 'hears' | 'onlyFor'>>
/** What members say to everybody in one tick. The frames may not be kept. */
export type Spoken = ReadonlyMap<Member, Uint8Array>
type Aside = { to: Member; frame: Uint8Array }

/** A conversation: on every tick each member hears the sum of all the others, never itself. */
export class Room {
  readonly #clock: MediaClock
  readonly #members = new Set<Member>()
  readonly #listeners = new Set<(spoken: Spoken) => void>()
  #stop: (() => void) | undefined

  constructor(clock: MediaClock) {
    this.#clock = clock
  }

  get members(): readonly Member[] {
    return [...this.#members]
  }

  /** Adds a party; it hears and is heard from the next tick on. */
  join(party: Party, { muted = false, hold = false, hears = true, onlyFor }: Flags = {}): Member {
    const member: Member = { party, muted, hold, hears, onlyFor, leave: () => this.#leave(member) }
    this.#members.add(member)
    this.#stop ??= this.#clock.subscribe(() => this.#mix())
    return member
  }

  /** Tells what is said on every tick somebody is here, until the function it returns is called. */
  listen(listener: (spoken: Spoken) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #leave(member: Member): void {
    if (!this.#members.delete(member) || this.#members.size > 0) return
    this.#stop?.()
    this.#stop = undefined
  }

  #mix(): void {
    const spoken = new Map<Member, Uint8Array>()
    const asides: Aside[] = []
    for (const member of this.#members) {
      // Read also when nobody hears it, so that its sound is not late once it is heard again.
      const frame = member.party.read()
      if (!frame || member.muted || member.hold) continue
      if (member.onlyFor) asides.push({ to: member.onlyFor, frame })
      else spoken.set(member, frame)
    }
    for (const listener of this.#listeners) listener(spoken)
    const mix = new Mix(spoken)
    for (const member of this.#members) {
      const heard = member.hears ? heardBy(member, mix, asides) : undefined
      if (heard) member.party.write(heard)
    }
  }
}

/** Undefined when the room has nothing to say to a member on hold. */
function heardBy(member: Member, mix: Mix, asides: Aside[]): Uint8Array | undefined {
  if (asides.length === 0) return member.hold ? undefined : mix.without(member)
  const own = asides.filter(({ to }) => to === member).map(({ frame }) => frame)
  if (!member.hold) own.push(mix.without(member))
  return own.length === 0 ? undefined : mixOf(own)
}

/** Any number of frames as one. */
export function mixOf(frames: readonly Uint8Array[]): Uint8Array {
  return frames.length > 1 ? clipped(sumOf(frames)) : (frames[0] ?? SILENCE)
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
    return clipped(this.#sum, own)
  }
}

/** A sum as a frame, without what one of its voices said. */
function clipped(sum: Int32Array, own?: Uint8Array): Uint8Array {
  const heard = new Uint8Array(FRAME_SAMPLES)
  for (let i = 0; i < FRAME_SAMPLES; i++) {
    const sample = sum[i]! - (own ? decodeSample(own[i]!) : 0)
    heard[i] = encodeSample(Math.max(-32768, Math.min(32767, sample)))
  }
  return heard
}

function sumOf(frames: Iterable<Uint8Array>): Int32Array {
  const sum = new Int32Array(FRAME_SAMPLES)
  for (const frame of frames) for (let i = 0; i < FRAME_SAMPLES; i++) sum[i]! += decodeSample(frame[i]!)
  return sum
}
