import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from '#lib/db/sql.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { storeTranscript } from '#lib/transcripts/store-transcript.ts'
import { foundWords } from './found-words.ts'
import { searchCondition } from './search-calls.ts'

/** Rows of one insert: a busy machine puts together many for longer than a transaction may be idle. */
const AT_ONCE = 100

type Some = { callerPhone?: string; callerName?: string; notes?: string; tags?: string[] }

async function storeCalls(businessId: string, phoneNumber: string, calls: Some[]): Promise<string[]> {
  const now = Date.now()
  const data = calls.map((call, index) => ({
    businessId,
    id: newId(),
    origin: 'record',
    direction: 'inbound',
    status: 'completed',
    phoneNumber,
    startedAt: new Date(now - index * 1000),
    ...call,
  }))
  for (let from = 0; from < data.length; from += AT_ONCE) {
    await withBusiness(businessId, (tx) => tx.call.createMany({ data: data.slice(from, from + AT_ONCE) }))
  }
  return data.map((call) => call.id)
}

const findNames = (businessId: string, search?: string, tags?: string[]) =>
  withBusiness(businessId, async (tx) => {
    const condition = await searchCondition(tx, { search, tags })
    const query = sql`select caller_name as name from calls c where ${condition} order by started_at desc, id desc`
    return (await tx.$queryRaw<{ name: string }[]>(query)).map((row) => row.name)
  })

const PEOPLE: Some[] = [
  {
    callerName: 'Zoë Quartermain',
    callerPhone: '+442079460958',
    notes: 'Boiler 100% dead',
    tags: ['urgent', 'boiler'],
  },
  { callerName: 'Li', callerPhone: '+4930901820', tags: ['urgent'] },
  { callerName: 'Ana_Bel', callerPhone: '+14155550123' },
]

test('a call is found by part of its number in any format, of its name or of its notes', async () => {
  const { businessId, line } = await createTestBusiness()
  await storeCalls(businessId, line.number, PEOPLE)
  const zoe = ['Zoë Quartermain']
  for (const search of [
    '020 7946 0958',
    '+44 (0)20 7946-0958',
    '0044 20 7946 0958',
    '60958',
    'ZOË',
    'quarterM',
    'boil',
    '100%',
    '0%',
  ]) {
    expect(await findNames(businessId, search), search).toEqual(zoe)
  }
  expect(await findNames(businessId, '(415) 555-0123')).toEqual(['Ana_Bel'])
  expect(await findNames(businessId, 'li')).toEqual(['Li'])
  expect(await findNames(businessId, line.number.slice(-5))).toHaveLength(3)
  for (const search of ['%%%', '___', 'a%bel', 'nobody at all', '\\', '07946 1']) {
    expect(await findNames(businessId, search), search).toEqual([])
  }
})

test('tags are found whole and all together, with a text or without', async () => {
  const { businessId, line } = await createTestBusiness()
  await storeCalls(businessId, line.number, PEOPLE)
  expect(await findNames(businessId, undefined, ['urgent'])).toEqual(['Zoë Quartermain', 'Li'])
  expect(await findNames(businessId, undefined, ['urgent', 'boiler'])).toEqual(['Zoë Quartermain'])
  expect(await findNames(businessId, undefined, ['urg'])).toEqual([])
  expect(await findNames(businessId, '309', ['urgent'])).toEqual(['Li'])
  expect(await findNames(businessId, 'ana', ['urgent'])).toEqual([])
})

test('a call is found by words of its newest transcript, together with its tags', async () => {
  const { businessId, line } = await createTestBusiness()
  const ids = await storeCalls(businessId, line.number, PEOPLE)
  const say = (index: number, text: string) =>
    withBusiness(businessId, (tx) => {
      const segments = [{ speaker: 'caller', startMs: 0, endMs: 900, text, confidence: null }]
      return storeTranscript(tx, businessId, ids[index]!, { source: 'api', segments })
    })
  await say(1, 'My heating pipes are leaking')
  await say(2, 'I never said that')
  await say(2, 'The pipes sing, quarterMaster')
  expect(await findNames(businessId, 'pipes')).toEqual(['Li', 'Ana_Bel'])
  expect(await findNames(businessId, 'leaking pipes')).toEqual(['Li'])
  expect(await findNames(businessId, 'never')).toEqual([])
  expect(await findNames(businessId, 'pipes', ['urgent'])).toEqual(['Li'])
  expect(await findNames(businessId, 'quartermaster')).toEqual(['Ana_Bel'])
})

type Told = Required<Pick<Some, 'callerPhone' | 'callerName' | 'notes' | 'tags'>> & { said: string | null }

const sayOn = (businessId: string, id: string, text: string) =>
  withBusiness(businessId, (tx) => {
    const segments = [{ speaker: 'caller', startMs: 0, endMs: 900, text, confidence: null }]
    return storeTranscript(tx, businessId, id, { source: 'api', segments })
  })

test('a part of a number and a word said are one search, whichever part of the call holds them', async () => {
  const { businessId, line } = await createTestBusiness()
  const ids = await storeCalls(businessId, line.number, [
    ...PEOPLE,
    { callerName: 'Another 0958', callerPhone: '+442079460958' },
  ])
  await sayOn(businessId, ids[1]!, 'My boiler is dead')
  await sayOn(businessId, ids[2]!, 'The boiler, 0958, is loud')
  await sayOn(businessId, ids[3]!, 'The boiler of Quartermain was never dead')
  const found = (search: string, tags?: string[]) => findNames(businessId, search, tags)
  expect(await found('3090 boiler')).toEqual(['Li'])
  expect(await found('boiler 0958')).toEqual(['Zoë Quartermain', 'Another 0958'])
  expect(await found('0958 quartermain boiler')).toEqual(['Zoë Quartermain', 'Another 0958'])
  expect(await found('0958 "dead boiler"')).toEqual([])
  expect(await found('0958 "never dead"')).toEqual(['Another 0958'])
  expect(await found('dead boiler')).toEqual(['Zoë Quartermain', 'Li', 'Another 0958'])
  expect(await found('dead boiler', ['urgent'])).toEqual(['Zoë Quartermain', 'Li'])
  expect(await found('li 0182')).toEqual(['Li'])
  expect(await found('li an')).toEqual([])
  expect(await found('boiler or nobody')).toEqual([])
  expect(await found('" "')).toHaveLength(4)
  const words = await withBusiness(businessId, (tx) => foundWords(tx, ids, '0958 boiler'))
  expect(ids.map((id) => words.get(id))).toEqual([
    { in: 'notes', text: 'Boiler 100% dead' },
    { in: 'transcript', text: 'boiler is dead' },
    { in: 'transcript', text: 'boiler, 0958, is loud' },
    { in: 'transcript', text: 'boiler of Quartermain was never dead' },
  ])
})

const WORDS = ['boiler', 'pipe', 'zoë', 'жук', 'li']
const someWords = fc.array(fc.constantFrom(...WORDS), { maxLength: 3 }).map((words) => words.join(' '))
const someCall: fc.Arbitrary<Told> = fc.record({
  callerPhone: fc.constantFrom('+442079460958', '+4930901820', '+14155550123'),
  callerName: someWords,
  notes: someWords,
  tags: fc.subarray(['urgent', 'late']),
  said: fc.option(someWords.filter((text) => text !== '')),
})
const someSearch = fc.record({
  words: fc.uniqueArray(fc.constantFrom(...WORDS, 'boi', 'ё', 'i', '"pipe boiler"', 'BOILER'), { maxLength: 3 }),
  number: fc.constantFrom('', '0958', '309', '55', '(415) 555-0123'),
  tags: fc.subarray(['urgent']),
})

/** What a search finds, in the plainest words. */
function holds(call: Told, lineNumber: string, term: string): boolean {
  const text = term.replaceAll('"', '').toLowerCase()
  const part = /^[\d\s()-]+$/.test(text) ? text.replace(/\D/g, '').replace(/^0+/, '') : text
  const isHeld = [call.callerPhone, lineNumber, call.callerName, call.notes].some((field) => field.includes(part))
  return isHeld || (/\p{L}{2}/u.test(text) && ` ${call.said ?? ''} `.includes(` ${text} `))
}

test.each([0, 400])(
  'a search finds what a plain filter lets through, behind %i newer calls',
  {
    timeout: 120_000,
  },
  async (newer) => {
    const property = fc.asyncProperty(
      fc.array(someCall, { minLength: 20, maxLength: 30 }),
      fc.array(someSearch, { minLength: 20, maxLength: 20 }),
      async (some, searches) => {
        const { businessId, line } = await createTestBusiness()
        const filler = Array.from({ length: newer }, () => ({ callerName: 'Filler', callerPhone: '+33100000000' }))
        const calls = some.map((call, nth) => ({ ...call, callerName: `${call.callerName} #${nth}` }))
        const ids = await storeCalls(businessId, line.number, [...filler, ...calls.map(({ said: _, ...call }) => call)])
        for (const [nth, { said }] of calls.entries()) if (said) await sayOn(businessId, ids[newer + nth]!, said)
        for (const { words, number, tags } of searches) {
          const terms = [...words, number].filter(Boolean)
          const found = await findNames(businessId, terms.join(' '), tags)
          const expected = calls.filter(
            (call) =>
              terms.every((term) => holds(call, line.number, term)) && tags.every((tag) => call.tags.includes(tag)),
          )
          expect(
            found.filter((name) => name !== 'Filler'),
            JSON.stringify({ terms, tags }),
          ).toEqual(expected.map(({ callerName }) => callerName))
        }
      },
    )
    await fc.assert(property, { numRuns: 3 })
  },
)

test('what is common, and more than can be named, is found all the same', { timeout: 120_000 }, async () => {
  const { businessId, line } = await createTestBusiness()
  const common = Array.from({ length: 60 }, () => ({ callerName: 'Common', tags: ['often'] }))
  const filler = Array.from({ length: 2000 }, () => ({ callerName: 'Somebody' }))
  const buried = Array.from({ length: 2100 }, () => ({ callerName: 'Buried', tags: ['deep'] }))
  await storeCalls(businessId, line.number, [...common, ...filler, ...buried])
  expect(await findNames(businessId, 'commo')).toHaveLength(60)
  expect(await findNames(businessId, 'co')).toHaveLength(60)
  expect(await findNames(businessId, 'some', ['often'])).toEqual([])
  expect(await findNames(businessId, 'burie', ['deep'])).toHaveLength(2100)
  expect(await findNames(businessId, undefined, ['deep'])).toHaveLength(2100)
  expect(await findNames(businessId, 'bu')).toHaveLength(2100)
})

test('a name is found in any script, in any case, however many calls are newer', { timeout: 120_000 }, async () => {
  const { businessId, line } = await createTestBusiness()
  const filler = Array.from({ length: 500 }, () => ({ callerName: 'Somebody' }))
  await storeCalls(businessId, line.number, [...filler, { callerName: 'Анна Жукова' }, { callerName: '東京タワー' }])
  for (const search of ['жук', 'УКОВА', 'жу', 'на ж']) {
    expect(await findNames(businessId, search), search).toEqual(['Анна Жукова'])
  }
  expect(await findNames(businessId, '京')).toEqual(['東京タワー'])
  expect(await findNames(businessId, '\\320')).toEqual([])
})

test('the calls of another business are never found', async () => {
  const [own, other] = [await createTestBusiness(), await createTestBusiness()]
  await storeCalls(other.businessId, other.line.number, PEOPLE)
  for (const search of ['quartermain', '60958', 'li', '60958 boiler', 'boiler li'])
    expect(await findNames(own.businessId, search)).toEqual([])
  expect(await findNames(own.businessId, undefined, ['urgent'])).toEqual([])
})
