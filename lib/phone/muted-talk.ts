import type { Call } from '@twilio/voice-sdk'
import { watchLoudness } from './loudness.ts'

const LOUD = 0.04
/** So many loud moments within a second are speech; a cough or a key of the keyboard is not. */
const SPEECH_MOMENTS = 5
const MOMENT_MS = 1_000
const FORGET_MS = 3_000

/** Tells when somebody speaks into the muted microphone of a call and when no more. It is open for that only while muted. */
export function watchMutedTalk(call: Call, tell: (talking: boolean) => void): void {
  let stop = () => {}
  call.on('mute', (muted: boolean) => {
    stop()
    stop = muted ? listen(call, tell) : () => {}
  })
  call.once('disconnect', () => stop())
}

/** Muting turns the call's own track off; a copy of it still hears. */
function listen(call: Call, tell: (talking: boolean) => void): () => void {
  const track = call.getLocalStream()?.getAudioTracks()[0]?.clone()
  if (!track) return () => {}
  track.enabled = true
  const isSpeech = speechDetector()
  let talking = false
  const stop = watchLoudness(new MediaStream([track]), (level) => {
    const now = isSpeech(level, performance.now())
    if (now !== talking) tell(now)
    talking = now
  })
  return () => {
    stop()
    track.stop()
  }
}

/** Tells from loudness, 0 to 1, at a time in ms whether somebody speaks; pauses between words are speech too. */
export function speechDetector(): (level: number, now: number) => boolean {
  let loud: number[] = []
  let speaks = false
  return (level, now) => {
    loud = [...loud, ...(level >= LOUD ? [now] : [])].filter((at) => now - at < FORGET_MS)
    const recent = loud.filter((at) => now - at < MOMENT_MS).length
    speaks = recent >= SPEECH_MOMENTS || (speaks && loud.length > 0)
    return speaks
  }
}
