import { rmsDb } from '#lib/media/goertzel.ts'
import { decodeMulaw, FRAME_MS } from '#lib/media/mulaw.ts'
import type { Participant } from './participant.ts'
import type { Spoken } from './room.ts'

const SPEECH_DB = -45
const START_FRAMES = 100 / FRAME_MS
const STOP_FRAMES = 1000 / FRAME_MS

/** Tells when participants begin to speak and when they fall silent for a second. */
export class SpeechWatch {
  readonly #tell: (participant: Participant, speaks: boolean) => void
  /** Frames in a row that differ from what was told last. */
  readonly #states = new Map<Participant, { speaks: boolean; frames: number }>()

  constructor(tell: (participant: Participant, speaks: boolean) => void) {
    this.#tell = tell
  }

  /** One tick. */
  hear(participants: readonly Participant[], spoken: Spoken): void {
    for (const participant of this.#states.keys()) if (participant.hasLeft) this.#states.delete(participant)
    for (const participant of participants) {
      const frame = participant.isIn && participant.sound && spoken.get(participant.sound)
      this.#note(participant, frame ? rmsDb(decodeMulaw(frame)) > SPEECH_DB : false)
    }
  }

  #note(participant: Participant, isLoud: boolean): void {
    const state = this.#states.get(participant) ?? { speaks: false, frames: 0 }
    this.#states.set(participant, state)
    state.frames = isLoud === state.speaks ? 0 : state.frames + 1
    if (state.frames < (state.speaks ? STOP_FRAMES : START_FRAMES)) return
    state.speaks = !state.speaks
    state.frames = 0
    this.#tell(participant, state.speaks)
  }
}
