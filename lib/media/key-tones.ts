import { FRAME_MS, SILENCE } from './mulaw.ts'
import { Tone } from './tone.ts'

export const ROWS_HZ = [697, 770, 852, 941]
export const COLUMNS_HZ = [1209, 1336, 1477, 1633]
/** Row by row. */
export const KEYPAD = '123A456B789C*0#D'

const KEY_MS = 160
const GAP_MS = 80

/** The sound of one key of the keypad and the silence after it, as frames of mu-law. */
export function* keySound(key: string): Generator<Uint8Array> {
  const at = KEYPAD.indexOf(key)
  const tone = new Tone([ROWS_HZ[at >> 2]!, COLUMNS_HZ[at & 3]!], -12)
  for (let ms = 0; ms < KEY_MS; ms += FRAME_MS) yield tone.frame()
  for (let ms = 0; ms < GAP_MS; ms += FRAME_MS) yield SILENCE
}
