import { SILENCE } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { waitingMusic } from './music.ts'
import type { Participant } from './participant.ts'
import type { Recording, RecordingPlan } from './recordings/recording.ts'
import type { Source } from './recordings/recordings.ts'
import { mixOf, type Room, type Spoken } from './room.ts'
import { speakInto, type VoiceOver } from './voice-over.ts'
import type { Endpoint } from './webhooks/webhooks.ts'

type Sounds = AsyncIterable<Iterable<Uint8Array>>

/** What a conference needs of the carrier to be heard. */
export interface Studio {
  room: Room
  /** What a URL sounds like to a participant, or to all; music repeats. */
  sounds(endpoint: Endpoint, options: { repeats: boolean; participant?: Participant }): Sounds
  record(plan: RecordingPlan, source: Source): Recording
}

/** What somebody hears who waits or is held: the carrier's music, or what a URL sounds like. */
export type WaitSound = 'music' | Endpoint

/** What a WaitUrl means: not given is music, empty is silence. */
export function waitSound(url: string | undefined, method: Endpoint['method']): WaitSound | undefined {
  if (url === undefined) return 'music'
  return url === '' ? undefined : { url, method }
}

const BEEP_HZ = 1400
const BEEP_DB = -26
const BEEP_FRAMES = 10

/** All that is heard in a conference besides its participants, and its recording. */
export class ConferenceSounds {
  readonly #studio: Studio
  readonly #music = new Map<Participant, { sound: WaitSound; voice: VoiceOver }>()
  readonly #voices = new Set<VoiceOver>()
  #recording: Recording | undefined

  constructor(studio: Studio) {
    this.#studio = studio
  }

  /** Plays music to one participant, goes on with what it hears already, or ends it; `failed` when it cannot be had. */
  music(participant: Participant, sound: WaitSound | undefined, failed: (error: unknown) => void): void {
    const now = this.#music.get(participant)
    if (now?.sound === sound) return
    now?.voice.stop()
    this.#music.delete(participant)
    if (sound === undefined || !participant.sound) return
    const { room, sounds } = this.#studio
    const pieces = sound === 'music' ? [waitingMusic()] : sounds(sound, { repeats: true, participant })
    const voice = speakInto(room, pieces, participant.sound)
    this.#music.set(participant, { sound, voice })
    voice.done.catch(failed)
  }

  beep(): void {
    const tone = new Tone(BEEP_HZ, BEEP_DB)
    void this.#speak([Array.from({ length: BEEP_FRAMES }, () => tone.frame())]).done
  }

  /** Speaks a URL to all, or to one; resolves false when it was cut short. Rejects when it cannot be had. */
  announce(endpoint: Endpoint, participant?: Participant): Promise<boolean> {
    if (participant && !participant.isIn) return Promise.reject(new Error('the participant is not connected'))
    const pieces = this.#studio.sounds(endpoint, { repeats: false, ...(participant && { participant }) })
    return this.#speak(pieces, participant).done
  }

  /** Records from now on: channel 1 is the first one to have joined, channel 2 the other participants. */
  record(plan: RecordingPlan, first: Participant, all: () => readonly Participant[]): void {
    const { room } = this.#studio
    const others = (spoken: Spoken) =>
      all().flatMap((each) => (each === first || !each.sound ? [] : (spoken.get(each.sound) ?? [])))
    this.#recording ??= this.#studio.record(plan, (add) =>
      room.listen((spoken) => {
        const own = first.sound && spoken.get(first.sound)
        add(own ?? SILENCE, mixOf(others(spoken)))
      }),
    )
  }

  /** Ends everything. */
  end(): void {
    for (const { voice } of this.#music.values()) voice.stop()
    for (const voice of this.#voices) voice.stop()
    this.#music.clear()
    this.#recording?.stop()
  }

  #speak(pieces: Sounds | Iterable<Uint8Array>[], participant?: Participant): VoiceOver {
    const voice = speakInto(this.#studio.room, pieces, participant?.sound)
    this.#voices.add(voice)
    const forget = () => this.#voices.delete(voice)
    void voice.done.then(forget, forget)
    return voice
  }
}
