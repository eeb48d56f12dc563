import { encodeMulaw, toFrames } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { decodeWav } from '#lib/media/wav.ts'
import type { Play } from './script.ts'
import { preparedSound } from './sounds.ts'
import { Utterance } from './utterance.ts'

/** Text as mu-law frames. */
export type Speak = (text: string) => Promise<Uint8Array[]>

/** What a phone is told to say, as frames; throws AppError('invalid_input') for a WAV file it cannot read or a name it does not know. */
export async function soundOf(play: Play, speak: Speak): Promise<Iterable<Uint8Array>> {
  if ('say' in play) return new Utterance(play.say, await speak(play.say))
  if ('sound' in play) return preparedSound(play.sound)
  if ('toneHz' in play) return endless(new Tone(play.toneHz))
  return toFrames(encodeMulaw(decodeWav(Buffer.from(play.wavBase64, 'base64'))))
}

function* endless(tone: Tone): Generator<Uint8Array> {
  for (;;) yield tone.frame()
}
