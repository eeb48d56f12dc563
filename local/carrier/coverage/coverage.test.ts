import { readFileSync } from 'node:fs'
import { setImmediate as soon } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestCarrier, type TestCarrier, until } from '../test-carrier.ts'
import { attributeRows, parameterRows } from './coverage.ts'
import { DOCUMENTED_FILTERS, OTHER_ELEMENTS } from './documented.ts'
import { coveragePage } from './page.ts'
import { documentOf, documentWith } from './samples.ts'

vi.setConfig({ testTimeout: 20_000 })

const OURS = '+442079460111'
const PHONE = '+442079460975'
let carrier: TestCarrier
let paths: Record<string, string>

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  carrier = await startTestCarrier()
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS, voiceUrl: `${carrier.app.base}/covered` })
  paths = await somethingOfEach()
})
afterAll(async () => {
  await carrier?.close()
  vi.restoreAllMocks()
})

test('the page says what the code does', () => {
  const written = readFileSync(new URL('../coverage.md', import.meta.url), 'utf8')
  expect(coveragePage(carrier.carrier.exchange)).toBe(written)
})

/** Runs a document on a phone's call; gives the codes of what was wrong with it. */
async function codesOf(xml: string): Promise<number[]> {
  carrier.app.answers('/covered', xml)
  const { callSid } = await carrier.control('POST', '/calls', { from: PHONE, to: OURS })
  const mine = async (event: string) => {
    const { entries } = await carrier.control('GET', '/log')
    return entries.filter(
      (entry: { event: string; callSid: string }) => entry.event === event && entry.callSid === callSid,
    )
  }
  await until('the document', async () => (await mine('webhook')).length > 0)
  // What a verb reads it reads before it waits for anything.
  for (let turn = 0; turn < 10; turn++) await soon()
  const codes = (await mine('twiml-error')).map(({ code }: { code: number }) => code)
  await carrier.client.calls(callSid).update({ status: 'completed' }).catch(alreadyOver)
  return codes
}

/** A call that has ended cannot be ended: 21220. */
function alreadyOver(error: { code?: number }): void {
  expect(error.code).toBe(21220)
}

describe('every documented attribute is read or refused with 12200', () => {
  test.each(attributeRows().map(({ of, name, fate }) => [of, name, fate] as const))(
    '%s %s: %s',
    async (of, name, fate) => {
      const codes = await codesOf(documentWith(of, name, `${carrier.app.base}/after`))
      expect(codes.includes(12200)).toBe(fate === 'refused')
      expect(codes).not.toContain(16002)
    },
  )
})

test.each(OTHER_ELEMENTS)('<%s> is refused with 12200', async (of) => {
  expect(await codesOf(documentOf(of))).toContain(12200)
})

/** Something of each resource to send parameters to, by operation. */
async function somethingOfEach(): Promise<Record<string, string>> {
  const { client } = carrier
  await carrier.control('PUT', `/phones/${encodeURIComponent(PHONE)}`, { answer: 'auto', afterMs: 0 })
  const call = await client.calls.create({ to: PHONE, from: OURS, twiml: '<Response><Pause length="600"/></Response>' })
  const { conferenceSid, callSid } = await client.conferences('covered').participants.create({ to: PHONE, from: OURS })
  await until('the answer', async () => (await client.calls(call.sid).fetch()).status === 'in-progress')
  const recording = await client.calls(call.sid).recordings.create()
  const [number] = await client.incomingPhoneNumbers.list()
  const key = await client.newKeys.create({ friendlyName: 'covered' })
  const queue = await client.queues.create({ friendlyName: 'covered' })
  return {
    Applications: 'Applications',
    'Applications/{Sid}': `Applications/${carrier.account.appSid}`,
    Calls: 'Calls',
    'Calls/{Sid}': `Calls/${call.sid}`,
    'Calls/{CallSid}/Recordings': `Calls/${call.sid}/Recordings`,
    'Calls/{CallSid}/Recordings/{Sid}': `Calls/${call.sid}/Recordings/${recording.sid}`,
    'Calls/{CallSid}/Streams': `Calls/${call.sid}/Streams`,
    Conferences: 'Conferences',
    'Conferences/{Sid}': `Conferences/${conferenceSid}`,
    'Conferences/{ConferenceSid}/Participants': `Conferences/${conferenceSid}/Participants`,
    'Conferences/{ConferenceSid}/Participants/{CallSid}': `Conferences/${conferenceSid}/Participants/${callSid}`,
    IncomingPhoneNumbers: 'IncomingPhoneNumbers',
    'IncomingPhoneNumbers/{Sid}': `IncomingPhoneNumbers/${number!.sid}`,
    Keys: 'Keys',
    'Keys/{Sid}': `Keys/${key.sid}`,
    OutgoingCallerIds: 'OutgoingCallerIds',
    Queues: 'Queues',
    'Queues/{Sid}': `Queues/${queue.sid}`,
    Recordings: 'Recordings',
    'AvailablePhoneNumbers/{CountryCode}/Local': 'AvailablePhoneNumbers/GB/Local',
    'Accounts/{Sid}': '',
  }
}

async function send(path: string, query: string, fields?: Record<string, string>) {
  const { sid, authToken } = carrier.account
  const authorization = `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`
  const whole = `/2010-04-01/Accounts/${sid}${path && `/${path}`}.json${query}`
  const response = await fetch(carrier.url + whole, {
    headers: { authorization },
    ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
  })
  return (await response.json()) as Record<string, unknown> & { code?: number; message?: string }
}

describe('every documented parameter is read or refused with 20001', () => {
  const rows = parameterRows().map(({ of, name, fate }) => [of, name, fate] as const)
  // A parameter alone is no request for those that are read: sent with rubbish it must be told what is wrong with it.
  test.each(rows.filter(([, , fate]) => fate === 'refused'))('%s %s: %s', async (of, name) => {
    const { code, message } = await send(paths[of]!, '', { [name]: 'rubbish' })
    expect({ code, message }).toEqual({ code: 20001, message: `${name} is not emulated by the local carrier` })
  })
  test.each(rows.filter(([of, , fate]) => fate !== 'refused' && of in { Queues: 1, Calls: 1, Keys: 1 }))(
    '%s %s: %s',
    async (of, name) => {
      expect((await send(paths[of]!, '', { [name]: '' })).message ?? '').not.toContain('not emulated')
    },
  )
})

/** These ask for what every made-up number is, or for more than is shown: nothing is left out for them. */
const OF_ALL = /VoiceEnabled|Exclude|Beta|IncludeSoftDeleted/
/** Days before and after everything, capabilities no number has, and what is nobody's name. */
function valueForNothing(name: string): string {
  if (name.endsWith('Enabled')) return 'true'
  if (/^(Date|Start|End)/.test(name)) return name.endsWith('>') ? '2999-01-01' : '1999-01-01'
  return 'rubbish'
}

describe('every documented filter filters or is refused with 20001', () => {
  const rows = Object.entries(DOCUMENTED_FILTERS)
    .flatMap(([of, names]) => names.map((name) => [of, name] as const))
    .filter(([of, name]) => !OF_ALL.test(name) && of !== 'Conferences/{ConferenceSid}/Recordings')
  test.each(rows)('%s ?%s', async (of, name) => {
    const count = (answer: object) => Object.values(answer).find(Array.isArray)?.length ?? 0
    const all = await send(paths[of]!, '')
    const some = await send(paths[of]!, `?${encodeURIComponent(name)}=${valueForNothing(name)}`)
    if (some.code === undefined) expect(count(some)).toBeLessThan(Math.max(1, count(all)))
    else expect([20001, 21453]).toContain(some.code)
  })
})
