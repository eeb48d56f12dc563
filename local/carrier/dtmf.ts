import { KEYPAD, keySound } from '#lib/media/key-tones.ts'
import { FRAME_MS, SILENCE } from '#lib/media/mulaw.ts'
import type { MediaClock } from './clock.ts'
import { playTo } from './playback.ts'
import type { Line } from './ports.ts'

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
    if (!KEYPAD.includes(key)) yield* silence(WAITS_MS[key] ?? 0)
    else {
      line.receiveDigit?.(key)
      yield* keySound(key)
    }
  }
}

function* silence(forMs: number): Generator<Uint8Array> {
  for (let ms = 0; ms < forMs; ms += FRAME_MS) yield SILENCE
}
