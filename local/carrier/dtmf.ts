import { FRAME_MS, SILENCE } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import type { MediaClock } from './clock.ts'
import { playTo } from './playback.ts'
import type { Line } from './ports.ts'

const ROWS_HZ = [697, 770, 852, 941]
const COLUMNS_HZ = [1209, 1336, 1477, 1633]
const KEYPAD = '123A456B789C*0#D'
const KEY_MS = 160
const GAP_MS = 80
const WAITS_MS: Record<string, number> = { w: 500, W: 1000 }

/** What may be played as keys: digits, letters A to D, * and #; w waits half a second, W a second. */
export const KEYS = /^[0-9*#A-DwW]+$/

/** Presses keys for a line: it hears each tone and is told each key as its tone begins. Ends early with the signal. */
export async function pressKeys(line: Line, keys: string, clock: MediaClock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const playback = playTo(line, sounding(line, keys), clock)
  signal.addEventListener('abort', () => playback.stop(), { once: true })
  await playback.done
}

function* sounding(line: Line, keys: string): Generator<Uint8Array> {
  for (const key of keys) {
    const at = KEYPAD.indexOf(key)
    if (at < 0) yield* silence(WAITS_MS[key] ?? 0)
    else {
      line.receiveDigit?.(key)
      const tone = new Tone([ROWS_HZ[at >> 2]!, COLUMNS_HZ[at & 3]!], -12)
      for (let ms = 0; ms < KEY_MS; ms += FRAME_MS) yield tone.frame()
      yield* silence(GAP_MS)
    }
  }
}

function* silence(forMs: number): Generator<Uint8Array> {
  for (let ms = 0; ms < forMs; ms += FRAME_MS) yield SILENCE
}
