import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Tone } from '#lib/media/tone.ts'
import { encodeWav } from '#lib/media/wav.ts'
import { until } from '../test-carrier.ts'
import { Stage } from './test-stage.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 20_000 })

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
  const { app } = stage.carrier
  app.answers('/hello', '<Response><Say>Hello</Say></Response>')
  app.answers('/wav', () => ({ type: 'audio/wav', xml: encodeWav(new Tone(700).pcm(800)) }))
  app.answers('/plain', () => ({ type: 'text/plain', xml: 'Read me' }))
  app.answers('/plain-xml', () => ({ type: 'text/plain', xml: '<Response><Say>Parsed</Say></Response>' }))
  app.answers('/json', () => ({ type: 'application/json', xml: '{}' }))
})
afterAll(() => stage.close())

/** Verbs, what the phone does, and all that comes of it. */
type Case = [what: string, verbs: string, act: string, effects: string[]]

const prompt = (attributes: string, after = '') => `<Gather action="/done" ${attributes}><Say>Hi</Say></Gather>${after}`
const next = '<Say>Next</Say>'

// biome-ignore format: a case a line
const SAYING: Case[] = [
  ['a document without verbs', '', '', ['completed']],
  ['Say', '<Say voice="Polly.Amy" language="en-GB">Hi</Say>', '', ['say Hi', 'completed']],
  ['Say in a voice there is not', '<Say voice="robot">Hi</Say>', '', ['error 12200', 'failed']],
  ['Say too much', `<Say>${'a'.repeat(4097)}</Say>`, '', ['error 12200', 'failed']],
  ['Say without end', '<Say loop="0">Hi</Say>', 'Hi: hang up', ['say Hi', 'completed']],
  ['Play a sound', '<Play>/wav</Play>', '', ['play /wav', 'completed']],
  ['Play what is no sound', '<Play>/hello</Play>', '', ['play /hello', 'error 12300', 'failed']],
  ['Play what is not there', '<Play>http://127.0.0.1:1/x</Play>', '', ['play /x', 'error 11200', 'failed']],
  ['Play keys nobody has', '<Play digits="12x"/>', '', ['error 12200', 'failed']],
  ['Pause', '<Pause length="0"/><Say>Hi</Say>', '', ['say Hi', 'completed']],
  ['Hangup ends it', `<Say>Hi</Say><Hangup/>${next}`, '', ['say Hi', 'completed']],
  ['Redirect, relative', `<Redirect>hello</Redirect>${next}`, '', ['ask /hello', 'say Hello', 'completed']],
  ['Redirect by GET', '<Redirect method="GET">/hello?a=1</Redirect>', '', ['get /hello', 'say Hello', 'completed']],
  ['Redirect to nowhere', '<Redirect>http://</Redirect>', '', ['error 11100', 'failed']],
  ['Reject first', `<Reject/>${next}`, '', ['no-answer']],
  ['Reject first, busy', '<Reject reason="busy"/>', '', ['busy']],
  ['Reject later only hangs up', `<Pause length="0"/><Reject reason="busy"/>${next}`, '', ['completed']],
  ['Reject with something inside', '<Reject><Say>x</Say></Reject>', '', ['error 12200', 'failed']],
  ['Leave without a queue', '<Leave/>', '', ['error 12200', 'failed']],
  ['verbs are case-sensitive', '<say>Hi</say>', '', ['error 12200', 'failed']],
  ['a sound as the answer', `<Redirect>/wav</Redirect>`, '', ['ask /wav', 'play /wav', 'completed']],
  ['text as the answer', `<Redirect>/plain</Redirect>`, '', ['ask /plain', 'say Read me', 'completed']],
  ['TwiML called text', `<Redirect>/plain-xml</Redirect>`, '', ['ask /plain-xml', 'say Parsed', 'completed']],
  ['JSON', '<Redirect>/json</Redirect>', '', ['ask /json', 'error 12300', `say ${APOLOGY()}`, 'completed']],
]

// biome-ignore format: a case a line
const GATHERING: Case[] = [
  ['as many keys as wanted', prompt('numDigits="2"', next), 'Hi: press 12', ['say Hi', 'ask /done Digits=12', 'completed']],
  ['the finish key', prompt(''), 'Hi: press 12#', ['say Hi', 'ask /done Digits=12 FinishedOnKey=#', 'completed']],
  ['another finish key', prompt('finishOnKey="*"'), 'Hi: press 1#*', ['say Hi', 'ask /done Digits=1# FinishedOnKey=*', 'completed']],
  ['the finish key first is nothing', prompt('', next), 'Hi: press #', ['say Hi', 'say Next', 'completed']],
  ['no finish key', prompt('numDigits="1" finishOnKey=""'), 'Hi: press #', ['say Hi', 'ask /done Digits=#', 'completed']],
  ['time runs out after a key', prompt('timeout="2"', next), 'Hi: press 5', ['say Hi', 'ask /done Digits=5', 'completed']],
  ['nothing pressed', prompt('timeout="0"', next), '', ['say Hi', 'say Next', 'completed']],
  ['nothing is a result too', prompt('timeout="0" actionOnEmptyResult="true"', next), '', ['say Hi', 'ask /done Digits=', 'completed']],
  ['by GET', prompt('numDigits="1" method="GET"'), 'Hi: press 7', ['say Hi', 'get /done Digits=7', 'completed']],
  ['a key stops the prompt', `<Gather action="/done" numDigits="1"><Say loop="0">Hi</Say><Say>Not</Say></Gather>`, 'Hi: press 3', ['say Hi', 'ask /done Digits=3', 'completed']],
  ['words', prompt('input="speech" speechTimeout="1" hints="yes, no"'), 'Hi: say yes please', ['say Hi', 'ask /done SpeechResult=yes please Confidence=0.95', 'completed']],
  ['words where both are heard', prompt('input="dtmf speech" speechTimeout="auto"'), 'Hi: say no', ['say Hi', 'ask /done SpeechResult=no Confidence=0.95', 'completed']],
  ['keys where both are heard', prompt('input="dtmf speech" numDigits="1"'), 'Hi: press 4', ['say Hi', 'ask /done Digits=4', 'completed']],
  ['words are not heard by keys', prompt('timeout="1"', next), 'Hi: say yes', ['say Hi', 'say Next', 'completed']],
  ['keys are not heard by words', prompt('input="speech" timeout="1"', next), 'Hi: press 4', ['say Hi', 'say Next', 'completed']],
  ['no words are a result too', prompt('input="speech" timeout="0" actionOnEmptyResult="true"'), '', ['say Hi', 'ask /done SpeechResult=', 'completed']],
  ['a caller who is gone', prompt('', next), 'Hi: hang up', ['say Hi', 'completed']],
  ['another verb inside', '<Gather><Dial>1</Dial></Gather>', '', ['error 12200', 'failed']],
]

// biome-ignore format: a case a line
const RECORDING: Case[] = [
  ['silence', '<Record action="/done" timeout="1" playBeep="false"/>', '', ['ask /done RecordingDuration=1', 'completed']],
  ['a key', '<Say>Hi</Say><Record action="/done" timeout="0" playBeep="false" trim="do-not-trim" maxLength="2"/>', '', ['say Hi', 'ask /done RecordingDuration=2', 'completed']],
  ['what would be transcribed', '<Record transcribe="true"/>', '', ['error 12200', 'failed']],
]

function APOLOGY() {
  return 'Sorry, this application has failed. Goodbye.'
}

const run = async (verbs: string, act: string) => {
  const sid = await stage.call(verbs)
  if (act !== '') await stage.act(sid, act)
  return stage.effects(sid)
}

describe('saying, playing, going elsewhere', () => {
  test.concurrent.each(SAYING)('%s', async (_, verbs, act, effects) => expect(await run(verbs, act)).toEqual(effects))
})

describe('Gather', () => {
  test.concurrent.each(GATHERING)('%s', async (_, verbs, act, effects) =>
    expect(await run(verbs, act)).toEqual(effects),
  )

  test('without an action asks the document it stands in', async () => {
    const sid = await stage.call(({ Digits }) =>
      Digits ? '<Say>Got</Say>' : '<Gather numDigits="1"><Say>Hi</Say></Gather>',
    )
    await stage.act(sid, 'Hi: press 8')
    expect(await stage.effects(sid)).toEqual(['say Hi', 'ask /start Digits=8', 'say Got', 'completed'])
  })

  test('tells the partial result', async () => {
    const { app } = stage.carrier
    const sid = await stage.call(prompt('input="speech" speechTimeout="auto" partialResultCallback="/partial"'))
    await stage.act(sid, 'Hi: say maybe so')
    const partial = await app.got('/partial', { CallSid: sid })
    expect(partial).toMatchObject({ StableSpeechResult: 'maybe so', SequenceNumber: '0' })
  })

  test('TwiML of a REST call needs an absolute action', async () => {
    const { client, control } = stage.carrier
    const to = stage.freshPhone()
    await control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'auto', afterMs: 0 })
    const { sid } = await client.calls.create({ to, from: '+442079460111', twiml: '<Response><Gather/></Response>' })
    await until('the failure', () => stage.exchange.legs.get(sid)?.status === 'failed')
  })
})

describe('Record', () => {
  test.concurrent.each(RECORDING)('%s', async (_, verbs, act, effects) =>
    expect(await run(verbs, act)).toEqual(effects),
  )

  const isRecording = (sid: string) =>
    until('the recording', () => [...stage.exchange.recordings.all.values()].find(({ owner }) => owner.callSid === sid))

  test('a key ends it; the sound is what the phone said', async () => {
    const { app, control } = stage.carrier
    const sid = await stage.call('<Record action="/recorded" recordingStatusCallback="/file"/>', { toneHz: 900 })
    const recording = await isRecording(sid)
    await until('half a second', () => recording.bytes > 0 && recording.durationS >= 1)
    await control('POST', `/calls/${sid}/digits`, { digits: '5' })
    const action = await app.got('/recorded', { CallSid: sid, Digits: '5' })
    expect(action).toMatchObject({ RecordingSid: recording.sid, RecordingDuration: String(recording.durationS) })
    expect(action.RecordingUrl).toMatch(new RegExp(`/Recordings/${recording.sid}$`))
    const file = await app.got('/file', { RecordingSid: recording.sid })
    expect(file).toMatchObject({ RecordingStatus: 'completed', RecordingSource: 'RecordVerb', RecordingChannels: '1' })
    await stage.effects(sid)
  })

  test('a caller who hangs up: the action is asked with Digits=hangup', async () => {
    const { app } = stage.carrier
    const sid = await stage.call('<Record action="/left" finishOnKey=""/>', { toneHz: 900 })
    await isRecording(sid)
    await stage.hangUp(sid)
    expect(await app.got('/left', { CallSid: sid })).toMatchObject({ Digits: 'hangup', CallStatus: 'completed' })
  })
})

test('Play presses keys on the phone', async () => {
  const sid = await stage.call('<Play digits="1w2#"/><Say>Hi</Say>')
  await stage.effects(sid)
  expect((await stage.carrier.control('GET', `/calls/${sid}`)).digits).toBe('12#')
})

describe('where the carrier is lenient', () => {
  let lenient: Stage
  beforeAll(async () => {
    lenient = await Stage.open({ lenient: true })
  })
  afterAll(() => lenient.close())

  const LENIENT: [what: string, verbs: string, effects: string[]][] = [
    ['an unknown verb', `<Sing/>${next}`, ['warning 12200', 'say Next', 'completed']],
    ['an unknown attribute', '<Say volume="11">Hi</Say>', ['warning 12200', 'say Hi', 'completed']],
    ['a bad value is as if it were not given', '<Say loop="x">Hi</Say>', ['warning 12200', 'say Hi', 'completed']],
    ['something wrongly nested', '<Say>Hi<Say>x</Say></Say>', ['warning 12200', 'say Hi', 'completed']],
    ['what is not XML', '<Say>Hi', ['error 12100', `say ${APOLOGY()}`, 'completed']],
  ]
  test.each(LENIENT)('%s', async (_, verbs, effects) => {
    expect(await lenient.effects(await lenient.call(verbs))).toEqual(effects)
  })
})

describe('documents that are none', () => {
  const DOCUMENTS: [what: string, document: string, code: string][] = [
    ['not XML', '<?xml version="1.0"?><Response>', '12100'],
    ['blank space before the declaration', ' <?xml version="1.0"?><Response/>', '12100'],
    ['another root', '<?xml version="1.0"?><Reply/>', '12102'],
    ['nothing', '', '12100'],
  ]
  test.each(DOCUMENTS)('%s: the fallback is asked with the code', async (_, document, ErrorCode) => {
    const { app, client } = stage.carrier
    app.answers('/broken', document)
    app.answers('/fallback', '<Response><Say>Saved</Say></Response>')
    const to = stage.freshPhone()
    await stage.carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'auto', afterMs: 0 })
    const url = `${app.base}/broken`
    const { sid } = await client.calls.create({ to, from: '+442079460111', url, fallbackUrl: `${app.base}/fallback` })
    expect(await app.got('/fallback', { CallSid: sid })).toMatchObject({ ErrorCode, ErrorUrl: url })
    await stage.hasSaid(sid, 'Saved')
  })
})
