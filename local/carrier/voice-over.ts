import { Speaker } from './playback.ts'
import type { Member, Room } from './room.ts'

/** Sounds that are spoken into a room. `done` resolves true when all was heard, false when stopped; rejects when there is no more to be had. */
export interface VoiceOver {
  readonly done: Promise<boolean>
  stop(): void
}

/** Speaks sounds into a room, for all who are not on hold or for one member alone. */
export function speakInto(
  room: Room,
  sounds: AsyncIterable<Iterable<Uint8Array>> | Iterable<Iterable<Uint8Array>>,
  onlyFor?: Member,
): VoiceOver {
  const speaker = new Speaker()
  const member = room.join({ read: () => speaker.read(), write: () => {} }, { hears: false, onlyFor })
  let stopped = false
  const stop = () => {
    stopped = true
    speaker.stop()
    member.leave()
  }
  const run = async () => {
    try {
      for await (const frames of sounds) if (stopped || !(await speaker.play(frames))) return false
      return !stopped
    } catch (error) {
      // Nobody waits for it any more.
      if (stopped) return false
      throw error
    } finally {
      stop()
    }
  }
  return { done: run(), stop }
}
