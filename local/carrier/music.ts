import { FRAME_MS } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'

/** A slow rise and fall over a major chord, Hz. */
const MELODY = [262, 330, 392, 523, 392, 330, 294, 349, 440, 587, 440, 349]
const NOTE_MS = 400
const LEVEL_DB = -26

/** What those hear who wait and were given nothing else to hear: a quiet melody, endless. */
export function* waitingMusic(): Generator<Uint8Array> {
  for (;;) {
    for (const hz of MELODY) {
      const note = new Tone(hz, LEVEL_DB)
      for (let ms = 0; ms < NOTE_MS; ms += FRAME_MS) yield note.frame()
    }
  }
}
