import { expect, test } from 'vitest'
import type { HistoryCall } from '#components/calls/history.ts'
import { outcomeOf } from '#components/calls/outcome.ts'
import { testCall } from '#components/calls/test-call.ts'
import type { EndedCall } from '#lib/phone/phone.ts'
import type { CallRow } from '#lib/phone/wire.ts'
import { endedWords, problemWords } from './call-words.ts'
import { formatLength, formatStart, formatTimer } from './format.ts'

const LINE = { number: '+442079460111', label: 'Emergency' }
const ANSWERED = { answeredAt: '2026-11-20T10:00:05Z', endedAt: '2026-11-20T10:02:21Z' }
const UNANSWERED = { answeredAt: null, endedAt: '2026-11-20T10:02:21Z' }

const ended = (row: Partial<CallRow> | null, change: Partial<EndedCall> = {}): EndedCall => ({
  ...{ callId: 'c', direction: 'outbound', party: '+442079460958', line: LINE, code: null },
  ...{ unanswered: false, hungUp: false, askSoundOf: null },
  row: row && {
    ...{ id: 'c', direction: 'outbound', status: 'completed', outcome: null, endedBy: null, failureCode: null },
    ...{ otherParty: '+442079460958', otherPartyName: null, line: LINE, startedAt: '2026-11-20T10:00:00Z', mine: null },
    ...{ agentName: null, alsoRinging: [], recording: null },
    ...UNANSWERED,
    ...row,
  },
  ...change,
})

test.each([
  ['You hung up.', ended({ ...ANSWERED, endedBy: 'agent' })],
  ['They hung up.', ended({ ...ANSWERED, endedBy: 'other' })],
  ['Connection lost.', ended({ ...ANSWERED, endedBy: 'lost' })],
  ['Busy.', ended({ failureCode: 'busy' })],
  ['No answer.', ended({ failureCode: 'no_answer' })],
  ['The number is not in service.', ended({ failureCode: 'sip_404', status: 'failed' })],
  ['Not reached.', ended({ failureCode: 'sip_999', status: 'failed' })],
  ['Cancelled.', ended({ endedBy: 'agent', status: 'canceled' })],
  ['You hung up.', ended(null, { hungUp: true })],
  ['The call is over.', ended(null)],
  ['The phone network did not answer.', ended(null, { code: '53000' })],
  ['Missed.', ended({ direction: 'inbound' }, { unanswered: true })],
  ['Someone else answered.', ended({ ...ANSWERED, endedAt: null }, { unanswered: true })],
  ['Priya Nair answered.', ended({ ...ANSWERED, agentName: 'Priya Nair' }, { unanswered: true })],
  ['They declined the call.', ended({ failureCode: 'sip_603', status: 'failed' })],
  [
    'You answered on another device.',
    ended({ ...ANSWERED, mine: { status: 'in-progress', callSid: 'CA1' } }, { unanswered: true }),
  ],
])('%s', (title, call) => {
  expect(endedWords(call).title).toBe(title)
})

test('the code stands beside what the reader cannot mend alone', () => {
  expect(endedWords(ended({ failureCode: 'sip_404', status: 'failed' })).code).toBe('sip_404')
  expect(endedWords(ended({ ...ANSWERED, endedBy: 'agent' }))).toMatchObject({ code: null, advice: 'Talked for 2:16.' })
})

test('a problem has the words of its code, else the sentence of the server', () => {
  const none = { message: null, action: null }
  expect(problemWords({ code: '31401', ...none }).title).toBe('The browser blocks the microphone.')
  expect(problemWords({ code: 'number_blocked', message: 'Off.', action: 'Ask.' })).toMatchObject({
    title: 'Off.',
    advice: 'Ask.',
    code: 'number_blocked',
  })
  expect(problemWords({ code: '99999', ...none }).title).toBe('Something went wrong.')
})

test('timers run in two digits, lengths begin without a zero', () => {
  expect([0, 136, 3736].map(formatTimer)).toEqual(['00:00', '02:16', '1:02:16'])
  expect([0, 136, 3736, -5].map(formatLength)).toEqual(['0:00', '2:16', '1:02:16', '0:00'])
})

test('a start is a clock time of the business, with its day when it is another', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  const start = (iso: string, zone = 'Europe/London') => formatStart(iso, zone, now)
  expect(start('2026-11-20T09:05:00Z')).toBe('09:05')
  expect(start('2026-11-19T09:05:00Z')).toBe('19 Nov 09:05')
  expect(start('2025-11-20T09:05:00Z')).toBe('20 Nov 2025')
  expect(start('2026-11-20T02:05:00Z', 'America/Los_Angeles')).toBe('19 Nov 18:05')
})

test('the history says what became of a call', () => {
  const call = testCall({ answered_at: ANSWERED.answeredAt, ended_at: ANSWERED.endedAt, duration: 0 })
  const word = (change: Partial<HistoryCall>) => outcomeOf({ ...call, ...change }).word
  expect(word({ outcome: 'completed' })).toBe('Completed')
  expect(word({ ended_at: null })).toBe('Live')
  expect(word({ ended_at: null, answered_at: null })).toBe('Ringing')
  expect(word({ ended_at: null, answered_at: null, direction: 'outbound' })).toBe('Dialing')
  expect(word({ answered_at: null, outcome: 'missed' })).toBe('Missed')
  expect(word({ answered_at: null, outcome: 'busy', direction: 'outbound' })).toBe('Busy')
  expect(word({ answered_at: null, status: 'no-answer', direction: 'outbound' })).toBe('No answer')
})
