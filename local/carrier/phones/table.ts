import { PhoneScript } from './script.ts'

export interface Habit {
  /** The last digits of the numbers it is true of; the longest that fits counts. */
  ending: string
  /** Shown on the page. */
  does: string
  script: PhoneScript
}

const habit = (ending: string, does: string, script: Partial<PhoneScript>): Habit => ({
  ending,
  does,
  script: PhoneScript.parse(script),
})

/** What phones do that nobody gave a script. A whole number is an ending too; the last line is everybody else. */
export const HABITS: readonly Habit[] = [
  habit('+14155550142', 'is always busy', { answer: 'busy', afterMs: 500 }),
  habit('+447700900911', 'is an answering machine: greets and beeps', machine()),
  habit('0991', 'is busy', { answer: 'busy', afterMs: 500 }),
  habit('0992', 'rings and nobody comes', { answer: 'never' }),
  habit('0993', 'declines after 2 s', { answer: 'decline', afterMs: 2000 }),
  habit('0994', 'is an answering machine: greets and beeps', machine()),
  habit('0995', 'answers after 12 s', { afterMs: 12_000, play: { sound: 'slow' }, echoMs: 1000 }),
  habit('0996', 'answers and hangs up after 3 s', { play: { sound: 'brief' }, hangUpAfterMs: 3000 }),
  habit('0997', 'answers and presses 1 2 3 #', { play: { sound: 'keys' }, press: '123#' }),
  habit('0998', 'cannot be reached: an error of its network', { answer: 'fail', afterMs: 500 }),
  habit('', 'answers after a second, greets, and says again what it hears', {
    play: { sound: 'greeting' },
    echoMs: 1000,
  }),
]

function machine(): Partial<PhoneScript> {
  return { afterMs: 4000, play: { sound: 'voicemail' }, machine: true }
}

/** What a phone does without a script of its own. */
export function habitOf(number: string): PhoneScript {
  const fitting = HABITS.filter(({ ending }) => number.endsWith(ending))
  return fitting.reduce((best, each) => (each.ending.length > best.ending.length ? each : best)).script
}
