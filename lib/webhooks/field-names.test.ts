import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ConferenceForm, InboundForm, OutboundForm, RecordingForm, StatusForm } from './carrier-forms.ts'
import { isRecut } from './field-names.ts'

type Pair = [name: string, value: string]
const sid = (prefix: string, digit: string) => prefix + digit.repeat(32)
const LEG: Record<string, string> = {
  ...{ AccountSid: sid('AC', '1'), ApiVersion: '2010-04-01', CallSid: sid('CA', '2'), Called: '+442079460958' },
  ...{ Caller: '+442079460111', CallStatus: 'completed', Direction: 'outbound-api', From: '+442079460111' },
  ...{ To: '+442079460958', FromCity: 'LONDON', FromCountry: 'GB', ToCity: '', ToCountry: 'GB', CallerCity: 'LONDON' },
}
const CAPTURED: [string, z.ZodObject, Record<string, string>][] = [
  [
    'an inbound call',
    InboundForm,
    { ...LEG, CallStatus: 'ringing', CallerName: 'A B', StirVerstat: 'TN-Validation-Passed-A' },
  ],
  [
    'a browser’s call',
    OutboundForm,
    {
      ...LEG,
      From: 'client:u_abcDEF123',
      Caller: 'client:u_abcDEF123',
      CallStatus: 'ringing',
      attemptId: '01930000-0000-7000-8000-000000000009',
    },
  ],
  [
    'a progress report',
    StatusForm,
    {
      ...LEG,
      ...{ CallDuration: '47', CallbackSource: 'call-progress-events', Duration: '1', SequenceNumber: '3' },
      ...{ SipResponseCode: '200', Timestamp: 'Fri, 20 Nov 2026 08:00:00 +0000', ParentCallSid: sid('CA', '3') },
    },
  ],
  [
    'a conference report',
    ConferenceForm,
    {
      ...{ AccountSid: sid('AC', '1'), CallSid: sid('CA', '2'), ConferenceSid: sid('CF', '4'), SequenceNumber: '7' },
      ...{ FriendlyName: '01930000-0000-7000-8000-000000000009', StatusCallbackEvent: 'participant-leave' },
      ...{ ReasonParticipantLeft: 'participant_hung_up', Timestamp: 'Fri, 20 Nov 2026 08:00:00 +0000', Muted: 'false' },
    },
  ],
  [
    'a recording report',
    RecordingForm,
    {
      ...{ AccountSid: sid('AC', '1'), CallSid: sid('CA', '2'), RecordingSid: sid('RE', '5'), ErrorCode: '0' },
      ...{ RecordingStatus: 'completed', RecordingDuration: '47', RecordingChannels: '2', RecordingTrack: 'both' },
      ...{ RecordingUrl: 'https://api.twilio.com/x/RE1', RecordingSource: 'StartCallRecordingAPI' },
    },
  ],
]

const sorted = (fields: Record<string, string>): Pair[] => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))
/** What the carrier's signature covers: names and values run together, by name. */
const canonical = (fields: Record<string, string>) => sorted(fields).flat().join('')
/** What a webhook reads of the fields, or null when it refuses them. */
function read(form: z.ZodObject, fields: Record<string, string>): unknown {
  if (isRecut(fields, Object.keys(form.shape))) return null
  return form.safeParse(fields).data ?? null
}

/** One way to cut the same text elsewhere. */
const mutation = fc.tuple(
  fc.constantFrom('move the end of a name', 'move the end of a value', 'swallow the next field', 'cut a value in two'),
  fc.nat(40),
  fc.nat(60),
)

function mutate(pairs: Pair[], [kind, index, amount]: [string, number, number]): Pair[] {
  const at = index % pairs.length
  const [name, value] = pairs[at]!
  const next = pairs[at + 1]
  const rest = (count: number, ...made: Pair[]) => [...pairs.slice(0, at), ...made, ...pairs.slice(at + count)]
  if (kind === 'move the end of a name') {
    const text = name + value
    const cut = 1 + (amount % text.length)
    return rest(1, [text.slice(0, cut), text.slice(cut)])
  }
  if (kind === 'swallow the next field' && next) return rest(2, [name, value + next[0] + next[1]])
  if (kind === 'move the end of a value' && next) {
    const text = value + next[0]
    const cut = amount % (text.length + 1)
    return rest(2, [name, text.slice(0, cut)], [text.slice(cut), next[1]])
  }
  const cut = amount % (value.length + 1)
  const middle = cut + Math.floor((value.length - cut) / 2)
  return rest(1, [name, value.slice(0, cut)], [value.slice(cut, middle), value.slice(middle)])
}

describe.each(CAPTURED)('%s', (_, form, captured) => {
  test('is read as it was sent', () => expect(read(form, captured)).not.toBeNull())

  test('tolerates fields nobody has heard of, and reads the same', () => {
    const more = { ...captured, BrandNewField: 'x', SipHeader_X: 'y', RecordingFooBar: 'z', custom: 'DirectionCaller' }
    expect(read(form, more)).toEqual(read(form, captured))
  })

  test('cut elsewhere under the same signature is refused, or says the same', { timeout: 60_000 }, () => {
    const before = read(form, captured)
    let tried = 0
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const pairs = mutations.reduce(mutate, sorted(captured))
        const fields = Object.fromEntries(pairs)
        fc.pre(Object.keys(fields).length === pairs.length && canonical(fields) === canonical(captured))
        tried += 1
        const after = read(form, fields)
        if (after !== null) expect(after).toEqual(before)
      }),
      { numRuns: 3000, maxSkipsPerRun: 1000 },
    )
    expect(tried).toBeGreaterThanOrEqual(3000)
  })
})
