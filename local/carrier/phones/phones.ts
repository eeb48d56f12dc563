import { AppError } from '#lib/errors.ts'
import type { MediaClock } from '../clock.ts'
import type { Line, Phones } from '../ports.ts'
import { perform } from './perform.ts'
import { PhoneCall } from './phone-call.ts'
import type { PhoneScript, Play } from './script.ts'
import { type Speak, soundOf } from './sound.ts'
import { habitOf } from './table.ts'

const KEPT_CALLS = 100

/** Every number no account owns: phones that ring, answer, speak and remember what they heard, as their scripts say. */
export class SimulatedPhones implements Phones {
  readonly calls = new Map<string, PhoneCall>()
  readonly #scripts = new Map<string, PhoneScript>()
  readonly #speak: Speak
  readonly #clock: MediaClock

  constructor(speak: Speak, clock: MediaClock) {
    this.#speak = speak
    this.#clock = clock
  }

  /** What a phone says, as frames; throws AppError('invalid_input') for a recording it cannot read. */
  soundOf(play: Play): Promise<Iterable<Uint8Array>> {
    return soundOf(play, this.#speak)
  }

  scriptOf(number: string): PhoneScript {
    return this.#scripts.get(number) ?? habitOf(number)
  }

  setScript(number: string, script: PhoneScript): void {
    this.#scripts.set(number, script)
  }

  /** What it does of its own accord from now on. */
  forgetScript(number: string): void {
    this.#scripts.delete(number)
  }

  /** A phone's call; throws AppError('not_found'). */
  find(callSid: string): PhoneCall {
    const call = this.calls.get(callSid)
    if (!call) throw new AppError('not_found', `No phone has a call ${callSid}`)
    return call
  }

  /** Forgets every script and every call. */
  forget(): void {
    this.#scripts.clear()
    this.calls.clear()
  }

  /** Newest first. */
  callsOf(number: string): PhoneCall[] {
    return [...this.calls.values()].filter((call) => call.plan.number === number).reverse()
  }

  dial({ callSid, from, to }: { callSid: string; from: string; to: string }): Line {
    const call = this.#keep(new PhoneCall({ callSid, number: to, direction: 'in', other: from }))
    const script = this.scriptOf(to)
    if (script.answer === 'busy') call.after(script.afterMs, () => call.putDown('busy'))
    else if (script.answer === 'fail') call.after(script.afterMs, () => call.putDown('failed'))
    else setImmediate(() => this.#ring(call, script))
    return call
  }

  /** A phone dials in; the carrier answers it as its line. */
  callIn(plan: {
    callSid: string
    number: string
    other?: string
    sound?: Iterable<Uint8Array> | undefined
  }): PhoneCall {
    return this.#keep(new PhoneCall({ ...plan, direction: 'out' }))
  }

  /** Makes a ringing phone answer and do what its script says. False when it does not ring. */
  async pickUp(call: PhoneCall): Promise<boolean> {
    const script = this.scriptOf(call.plan.number)
    const sound = script.play ? await this.soundOf(script.play) : undefined
    if (!call.pickUp()) return false
    void perform(call, script, sound)
    return true
  }

  #ring(call: PhoneCall, { answer, afterMs }: PhoneScript): void {
    if (answer === 'auto') call.ring({ afterMs, act: () => void this.pickUp(call) })
    else if (answer === 'decline') call.ring({ afterMs, act: () => call.putDown('refused') })
    else call.ring()
  }

  #keepTime(call: PhoneCall): void {
    const stop = this.#clock.subscribe(() => {
      if (call.state === 'ended') stop()
      else call.tick()
    })
  }

  #keep(call: PhoneCall): PhoneCall {
    this.calls.set(call.plan.callSid, call)
    this.#keepTime(call)
    for (const [sid, old] of this.calls) {
      if (this.calls.size <= KEPT_CALLS) break
      if (old.state === 'ended') this.calls.delete(sid)
    }
    return call
  }
}
