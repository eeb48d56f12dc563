import { encodeMulaw, toFrames } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { decodeWav } from '#lib/media/wav.ts'
import type { Play } from './script.ts'

/** Text as mu-law frames. */
export type Speak = (text: string) => Promise<Uint8Array[]>

/** What a phone is told to say, as frames; throws AppError('invalid_input') for a WAV file it cannot read. */
export async function soundOf(play: Play, speak: Speak): Promise<Iterable<Uint8Array>> {
  if ('say' in play) return speak(play.say)
  if ('toneHz' in play) return endless(new Tone(play.toneHz))
  return toFrames(encodeMulaw(decodeWav(Buffer.from(play.wavBase64, 'base64'))))
}

function* endless(tone: Tone): Generator<Uint8Array> {
  for (;;) yield tone.frame()
}
