import { encodeMulaw, SAMPLE_RATE_HZ, toFrames } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import type { PhoneCall } from './phone-call.ts'
import type { PhoneScript } from './script.ts'

const BEEP = toFrames(encodeMulaw(new Tone(1000, -15).pcm(SAMPLE_RATE_HZ / 2)))

/** What an answered phone does by its script: speaks, beeps, presses keys, echoes, hangs up. */
export async function perform(
  call: PhoneCall,
  script: PhoneScript,
  sound: Iterable<Uint8Array> | undefined,
): Promise<void> {
  const { machine, press, echoMs, hangUpAfterMs } = script
  call.isMachine = machine === true
  if (hangUpAfterMs !== undefined) call.after(hangUpAfterMs, () => call.putDown())
  if (sound && !(await call.say(sound))) return
  if (machine && !(await call.say(BEEP))) return
  if (press !== undefined) call.press(press)
  if (echoMs !== undefined) call.echo(echoMs)
}
