import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FRAME_MS, SILENCE } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { MediaClock } from '../clock.ts'
import type { LineEnd } from '../ports.ts'
import { Hearing } from './hearing.ts'
import { SimulatedPhones } from './phones.ts'
import { PhoneScript } from './script.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const clock = new MediaClock()

/** Calls a phone and takes notes. */
function call(to: string, script?: object) {
  const phones = new SimulatedPhones(async () => [], clock)
  if (script) phones.setScript(to, PhoneScript.parse(script))
  const line = phones.dial({ callSid: 'CA1', from: '+442079460111', to })
  const seen = { answered: false, ended: undefined as LineEnd | undefined, digits: '', hears: new Hearing() }
  line.on('answered', () => (seen.answered = true))
  line.on('ended', (why) => (seen.ended = why))
  line.on('digit', (digit) => (seen.digits += digit))
  /** Lets time pass; the phone hears what is given, what it says is kept. */
  const pass = async (ms: number, says: () => Uint8Array = () => SILENCE) => {
    for (let at = 0; at < ms; at += FRAME_MS) {
      await vi.advanceTimersByTimeAsync(FRAME_MS)
      const frame = line.read()
      if (seen.answered) seen.hears.add(frame ?? SILENCE)
      line.write(says())
    }
  }
  return { seen, pass, phones }
}

test('anybody answers after a ring, greets, and says again what it hears', async () => {
  const { seen, pass } = call('+442079460958')
  await pass(1100)
  expect(seen.answered).toBe(true)
  await pass(6000)
  expect(seen.hears.summary().speechFrames).toBeGreaterThan(50)
  const tone = new Tone(700)
  await pass(3000, () => tone.frame())
  expect(seen.hears.tone(700, 1000).ratio).toBeGreaterThan(0.95)
})

test('a scripted phone only does what its script says', async () => {
  const { seen, pass } = call('+442079460994', { answer: 'auto', afterMs: 0 })
  const tone = new Tone(700)
  await pass(8000, () => tone.frame())
  expect(seen.answered).toBe(true)
  expect(seen.hears.summary().speechFrames).toBe(0)
  expect(seen.ended).toBeUndefined()
})

test.each([
  ['+442079460991', 'busy'],
  ['+442079460993', 'refused'],
  ['+442079460998', 'failed'],
])('%s ends %s', async (number, end) => {
  const { seen, pass } = call(number)
  await pass(3000)
  expect(seen).toMatchObject({ answered: false, ended: end })
})

test('0992 rings on, 0995 takes its time', async () => {
  const [never, slow] = [call('+442079460992'), call('+442079460995')]
  await never.pass(10_000)
  expect(never.seen).toMatchObject({ answered: false, ended: undefined })
  await slow.pass(13_000)
  expect(slow.seen.answered).toBe(true)
})

test('a machine greets, beeps once and listens', async () => {
  const { seen, pass } = call('+442079460994')
  await pass(4100)
  expect(seen.answered).toBe(true)
  let beeped = false
  for (let at = 0; at < 8000 && !beeped; at += 100) {
    await pass(100)
    beeped = seen.hears.tone(1000, 200).ratio > 0.95 && seen.hears.tone(1000, 200).rmsDb > -20
  }
  expect(beeped).toBe(true)
  const tone = new Tone(700)
  await pass(3000, () => tone.frame())
  expect(seen.hears.summary().rmsDb).toBeLessThan(-60)
})

test('0996 hangs up 3 s after the answer; 0997 presses keys', async () => {
  const [brief, keys] = [call('+442079460996'), call('+442079460997')]
  await brief.pass(3900)
  expect(brief.seen).toMatchObject({ answered: true, ended: undefined })
  await brief.pass(300)
  expect(brief.seen.ended).toBe('hangup')
  await keys.pass(6000)
  expect(keys.seen.digits).toBe('123#')
})

test('a person at the phone is heard and hears; the phone echoes no more', async () => {
  const { seen, pass, phones } = call('+442079460958')
  await pass(7000)
  const [voice, tone, ear] = [new Tone(500), new Tone(700), new Hearing()]
  let left = false
  phones.calls.get('CA1')!.take({
    read: () => voice.frame(),
    write: (frame) => ear.add(frame),
    leave: () => (left = true),
  })
  await pass(1000, () => tone.frame())
  expect(seen.hears.tone(500, 500).ratio).toBeGreaterThan(0.95)
  expect(ear.tone(700, 500).ratio).toBeGreaterThan(0.95)
  phones.calls.get('CA1')!.hangUp()
  expect(left).toBe(true)
})

test('what nobody listens to is said all the same, at the pace of the clock', async () => {
  const { phones } = call('+442079460958', { answer: 'auto', afterMs: 0 })
  await vi.advanceTimersByTimeAsync(10)
  const phone = phones.find('CA1')
  const said = phone.say([SILENCE, SILENCE, SILENCE])
  let isOver = false
  void said.then(() => (isOver = true))
  const ticks = async (count: number) => {
    for (let i = 0; i < count; i++) clock.tick()
    await vi.advanceTimersByTimeAsync(0)
  }
  await ticks(3)
  expect(isOver).toBe(false)
  await ticks(3)
  expect(isOver).toBe(true)
})
