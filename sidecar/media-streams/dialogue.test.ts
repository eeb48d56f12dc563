import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Turn } from '#lib/assistants/record-turns.ts'
import { Dialogue } from './dialogue.ts'
import { heardText } from './heard-text.ts'

/** A dialogue and what is known of each of its turns by now. */
function begin() {
  const turns: Turn[] = []
  const dialogue = new Dialogue(0, (turn) => {
    turns[turn.position] = turn
  })
  return { dialogue, said: () => turns.filter(Boolean), turns }
}

test('text and sound of a turn come in any order and are one turn', () => {
  for (const order of ['text', 'sound'] as const) {
    const { dialogue, said } = begin()
    if (order === 'text') dialogue.assistantText('Hello there.', 0, 100)
    dialogue.sound({ from: 0, ms: 500 }, 100)
    if (order === 'sound') dialogue.assistantText('Hello there.', 500, 120)
    dialogue.sound({ from: 500, ms: 500 }, 600)
    dialogue.heard(1000, 1110)
    expect(said()).toEqual([
      {
        position: 0,
        speaker: 'assistant',
        text: 'Hello there.',
        heardText: null,
        startMs: 100,
        endMs: 1110,
        latencyMs: null,
      },
    ])
  }
})

test("the caller's words come between two of the assistant's turns, with the latency of the answer", () => {
  const { dialogue, said } = begin()
  dialogue.assistantText('How can I help?', 0, 0)
  dialogue.sound({ from: 0, ms: 1000 }, 0)
  dialogue.heard(1000, 1000)
  dialogue.voice(1500)
  dialogue.voice(2500)
  dialogue.callerText('It is cold.', 2900)
  dialogue.sound({ from: 1000, ms: 800 }, 3300)
  dialogue.assistantText('I am sorry.', 1800, 3310)
  expect(said().map(({ speaker, startMs, endMs, latencyMs }) => [speaker, startMs, endMs, latencyMs])).toEqual([
    ['assistant', 0, 1000, null],
    ['caller', 1500, 2500, null],
    ['assistant', 3300, null, 800],
  ])
})

test('an interrupted turn keeps what was heard of it, and what comes next is another', () => {
  const { dialogue, said } = begin()
  dialogue.assistantText('one two three four', 0, 0)
  dialogue.sound({ from: 0, ms: 2000 }, 0)
  dialogue.interrupted(1000, 1000)
  dialogue.sound({ from: 2000, ms: 400 }, 1500)
  dialogue.assistantText('Yes?', 2400, 1510)
  expect(said().map(({ text, heardText: heard, endMs }) => [text, heard, endMs])).toEqual([
    ['one two three four', 'one two', 1000],
    ['Yes?', null, null],
  ])
})

test('a correction of another text, or before anything was said, changes nothing', () => {
  const { dialogue, said } = begin()
  dialogue.corrected('a', 'b')
  dialogue.assistantText('Good morning.', 0, 0)
  dialogue.corrected('Good evening.', 'Good')
  expect(said()[0]!.heardText).toBeNull()
  dialogue.corrected('Good morning. ', 'Good')
  dialogue.interrupted(0, 10)
  expect(said()[0]!.heardText).toBe('Good')
})

test('turns are numbered without a gap one can see, whatever happens', () => {
  const deed = fc.constantFrom('voice', 'caller', 'sound', 'text', 'heard', 'interrupt', 'key')
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 50 }), (deeds) => {
      const { dialogue, said } = begin()
      let now = 0
      let sent = 0
      for (const one of deeds) {
        now += 100
        if (one === 'voice') dialogue.voice(now)
        else if (one === 'caller') dialogue.callerText('c', now)
        else if (one === 'sound') dialogue.sound({ from: (sent += 20) - 20, ms: 20 }, now)
        else if (one === 'text') dialogue.assistantText('t', sent, now)
        else if (one === 'heard') dialogue.heard(sent, now)
        else if (one === 'interrupt') dialogue.interrupted(sent, now)
        else dialogue.note('caller', 'Key 1', now)
      }
      const all = said()
      expect(new Set(all.map(({ position }) => position)).size).toBe(all.length)
      for (const { startMs, endMs, latencyMs, position } of all) {
        expect(position).toBeLessThan(dialogue.length)
        expect(endMs === null || endMs >= startMs).toBe(true)
        expect(latencyMs === null || latencyMs >= 0).toBe(true)
      }
    }),
  )
})

test('what was heard is a beginning of the text, of whole words, and more of it the longer it sounds', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), fc.nat(5000), (words, totalMs) => {
      const text = words.join(' ')
      let last = -1
      for (let ms = 0; ms < totalMs; ms += 250) {
        const heard = heardText(text, [{ fromMs: 0, ms: totalMs }], ms)!
        expect(heard === '' || text === heard || text.startsWith(`${heard} `)).toBe(true)
        expect(heard.length).toBeGreaterThanOrEqual(last)
        last = heard.length
      }
      expect(heardText(text, [{ fromMs: 0, ms: totalMs + 1 }], totalMs + 1)).toBeNull()
    }),
  )
})

test('where the vendor says when each letter is spoken, it counts by letters', () => {
  const alignment = { characters: [...'Hello you'], startsMs: [0, 50, 100, 150, 200, 250, 300, 350, 400] }
  const pieces = [
    { fromMs: 0, ms: 450, alignment },
    { fromMs: 450, ms: 450, alignment },
  ]
  expect(heardText('Hello youHello you', pieces, 210)).toBe('Hello')
  expect(heardText('Hello youHello you', pieces, 501)).toBe('Hello youHe')
  expect(heardText('Hello youHello you', pieces, 900)).toBeNull()
})
