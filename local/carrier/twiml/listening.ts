import type { MediaClock } from '../clock.ts'
import type { Leg } from '../leg.ts'

export interface Wishes {
  takesKeys: boolean
  takesSpeech: boolean
  /** Keys that end it and are no input. */
  finishOnKey: string
  numDigits: number
  /** Silence that ends it, counted anew after each key. */
  timeoutMs: number
  /** Silence after words that ends it. */
  speechPauseMs: number
  /** Input stops the prompt. */
  bargeIn: boolean
}

/** Waits for a party's input: the keys it presses, or the words it says. */
export class Listening {
  digits = ''
  text = ''
  finishedBy: string | undefined
  /** Input is complete, or none came in time. */
  readonly done: Promise<void>
  readonly #wishes: Wishes
  readonly #began = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #utterance: string | undefined
  #mayTime = false
  #finish: () => void = () => {}
  readonly #release: () => void

  constructor(leg: Leg, clock: MediaClock, wishes: Wishes) {
    this.#wishes = wishes
    this.done = new Promise((resolve) => {
      this.#finish = resolve
    })
    const press = (digit: string) => this.#press(digit)
    if (wishes.takesKeys) leg.on('digit', press)
    const unfollow = wishes.takesSpeech && leg.line.follow(clock, () => this.#hear(leg.line.utterance))
    this.#release = () => {
      leg.off('digit', press)
      if (unfollow) unfollow()
    }
  }

  /** Aborted when input stops the prompt. */
  get began(): AbortSignal {
    return this.#began.signal
  }

  get isEmpty(): boolean {
    return this.digits === '' && this.text === ''
  }

  /** The prompt is over: silence counts from now on. */
  startTimer(): void {
    this.#mayTime = true
    if (this.#utterance === undefined) this.#arm(this.text === '' ? this.#wishes.timeoutMs : this.#wishes.speechPauseMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#release()
  }

  #press(key: string): void {
    this.#begin()
    const { finishOnKey, numDigits, timeoutMs } = this.#wishes
    if (finishOnKey.includes(key)) {
      this.finishedBy = key
      return this.#finish()
    }
    this.digits += key
    if (this.digits.length >= numDigits) this.#finish()
    else this.#arm(timeoutMs)
  }

  /** Words count when they are over: recognition has heard them then. */
  #hear(utterance: string | undefined): void {
    if (utterance === this.#utterance) return
    if (this.#utterance !== undefined) this.text = `${this.text} ${this.#utterance}`.trim()
    this.#utterance = utterance
    this.#begin()
    clearTimeout(this.#timer)
    if (utterance === undefined) this.#arm(this.#wishes.speechPauseMs)
  }

  #begin(): void {
    if (this.#wishes.bargeIn) this.#began.abort()
  }

  #arm(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#mayTime) this.#timer = setTimeout(() => this.#finish(), ms)
  }
}
