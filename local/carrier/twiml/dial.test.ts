import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { toneRatio } from '#lib/media/goertzel.ts'
import { until } from '../test-carrier.ts'
import { Stage } from './test-stage.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 20_000 })

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

const next = '<Say>Next</Say>'
const dial = (attributes: string, nouns: string, after = next) =>
  `<Dial action="/done" ${attributes}>${nouns}</Dial>${after}`
const whisper = (name: string, verbs: string) => stage.carrier.app.answers(name, `<Response>${verbs}</Response>`)

/** What the callees do, a script each; the document, where A and B are their numbers; all that comes of it for the caller. */
type Case = [what: string, callees: object[], verbs: string, effects: string[]]

const soon = { hangUpAfterMs: 100 }
const bridged = 'ask /done DialCallStatus=completed DialBridged=true'
const unbridged = (status: string) => `ask /done DialCallStatus=${status} DialBridged=false`

// biome-ignore format: a case a line
const CASES: Case[] = [
  ['a number as text', [soon], dial('', 'A'), [bridged, 'completed']],
  ['without an action the next verb runs', [soon], `<Dial>A</Dial>${next}`, ['say Next', 'completed']],
  ['the callee is busy', [{ answer: 'busy' }], dial('', '<Number>A</Number>'), [unbridged('busy'), 'completed']],
  ['the network fails', [{ answer: 'fail' }], dial('', '<Number>A</Number>'), [unbridged('failed'), 'completed']],
  ['nobody answers in time', [{ answer: 'never' }], dial('timeout="1"', '<Number>A</Number>'), [unbridged('no-answer'), 'completed']],
  ['with answerOnBridge the caller ends as the callee did', [{ answer: 'busy' }], dial('answerOnBridge="true"', 'A'), [unbridged('busy'), 'busy']],
  ['one after the other', [{ answer: 'busy' }, soon], dial('sequential="true"', '<Number>A</Number><Number>B</Number>'), [bridged, 'completed']],
  ['one after the other, nobody', [{ answer: 'busy' }, { answer: 'fail' }], dial('sequential="true"', '<Number>A</Number><Number>B</Number>'), [unbridged('failed'), 'completed']],
  ['all at once, the first wins', [{ answer: 'never' }, soon], dial('', '<Number>A</Number><Number>B</Number>'), [bridged, 'completed']],
  ['the time is up', [{}], dial('timeLimit="1"', 'A'), [bridged, 'completed']],
  ['its URL says Hangup', [{}], dial('', '<Number url="/no">A</Number>'), [unbridged('completed'), 'completed']],
  ['its URL says Dial', [{}], dial('', '<Number url="/dial">A</Number>'), [unbridged('completed'), 'completed']],
  ['its URL is an error', [{}], dial('', '<Number url="/json">A</Number>'), [unbridged('completed'), 'completed']],
  ['a tone of nowhere', [], dial('ringTone="xx"', '1'), ['error 12200', 'failed']],
  ['a noun there is not', [], dial('', '<Sim>1</Sim>'), ['error 12200', 'failed']],
  ['keys nobody has', [], dial('', '<Number sendDigits="x">1</Number>'), ['error 12200', 'failed']],
  ['more than ten', [], dial('', '<Number>1</Number>'.repeat(11)), ['error 12200', 'failed']],
  ['a queue there is not', [], dial('', '<Queue>none</Queue>'), [unbridged('failed'), 'completed']],
]

describe('Dial', () => {
  beforeAll(() => {
    whisper('/no', '<Say>No</Say><Hangup/>')
    whisper('/dial', '<Dial>1</Dial>')
    stage.carrier.app.answers('/json', () => ({ type: 'application/json', xml: '{}' }))
  })

  test.concurrent.each(CASES)('%s', async (_, callees, verbs, effects) => {
    const [a = '', b = ''] = await Promise.all(callees.map((script) => stage.callee(script)))
    const sid = await stage.call(verbs.replaceAll('>A<', `>${a}<`).replaceAll('>B<', `>${b}<`))
    expect(await stage.effects(sid)).toEqual(effects)
  })

  test('a Dial inside its URL is 13201 on the callee alone', async () => {
    const a = await stage.callee()
    const sid = await stage.call(dial('', `<Number url="/dial">${a}</Number>`))
    await stage.effects(sid)
    const { callSid } = await stage.calleeCall(a, 'ended')
    const errors = stage.exchange.journal.entries().filter(({ event }) => event === 'twiml-error')
    expect(errors.filter((entry) => entry.callSid === callSid)).toMatchObject([{ code: 13201 }])
  })

  test('the callee is told its URL before it hears the caller, and may have to press a key', async () => {
    const { app } = stage.carrier
    app.answers(
      '/accept',
      '<Response><Gather numDigits="1" action="/accepted"><Say>Press</Say></Gather><Hangup/></Response>',
    )
    const a = await stage.callee()
    const sid = await stage.call(dial('', `<Number url="/accept">${a}</Number>`), { toneHz: 700 })
    const { callSid } = await stage.calleeCall(a)
    await stage.hasSaid(callSid, 'Press')
    await stage.carrier.control('POST', `/calls/${callSid}/play`, { toneHz: 1100 })
    const heard = async (hz: number) =>
      (await stage.carrier.control('GET', `/calls/${sid}/heard?hz=${hz}&ms=200`)) as { ratio: number; rmsDb: number }
    await until('ringing', async () => (await heard(425)).rmsDb > -40)
    expect((await heard(1100)).ratio).toBeLessThan(0.1)
    expect(await app.got('/accept', { CallSid: callSid })).toMatchObject({
      ParentCallSid: sid,
      Direction: 'outbound-dial',
      CallStatus: 'in-progress',
    })
    await stage.act(callSid, 'Press: press 1')
    await app.got('/accepted', { CallSid: callSid, Digits: '1' })
    await stage.hears(callSid, 700)
    await stage.hears(sid, 1100)
    await stage.hangUp(callSid)
    expect(await stage.effects(sid)).toEqual([bridged, 'completed'])
  })

  test('a browser is told its URL too', async () => {
    const { app, browsers } = stage.carrier
    browsers.online.add('u_told')
    whisper('/told', '<Say>Sales</Say>')
    const sid = await stage.call(dial('', '<Client url="/told" method="GET">u_told</Client>'), { toneHz: 700 })
    const line = await browsers.ringing('u_told')
    line.emit('answered')
    await stage.hasSaid(line.invite!.callSid, 'Sales')
    await app.got('/told', { CallSid: line.invite!.callSid })
    await until('the caller', () => line.hearing.tone(700, 300).ratio > 0.8)
    line.emit('ended', 'hangup')
    expect(await stage.effects(sid)).toEqual([bridged, 'completed'])
  })

  test('keys are pressed once it answered', async () => {
    const a = await stage.callee()
    const sid = await stage.call(dial('', `<Number sendDigits="w1234#">${a}</Number>`))
    const { callSid } = await stage.calleeCall(a)
    await until('the keys', async () => (await stage.calleeCall(a)).digits === '1234#')
    await stage.hangUp(callSid)
    await stage.effects(sid)
  })

  test('the star ends it where that is asked for; other keys go through', async () => {
    const a = await stage.callee()
    const sid = await stage.call(dial('hangupOnStar="true"', a, ''), { toneHz: 700 })
    const { callSid } = await stage.calleeCall(a)
    await stage.hears(callSid, 700)
    await stage.carrier.control('POST', `/calls/${sid}/digits`, { digits: '5*' })
    expect(await stage.effects(sid)).toEqual([bridged, 'completed'])
    expect((await stage.calleeCall(a, 'ended')).digits).toBe('5')
  })

  test('the ringing tone of another country', async () => {
    const a = await stage.callee({ answer: 'never' })
    const sid = await stage.call(dial('ringTone="de"', a))
    await stage.hears(sid, 425)
    await stage.hangUp(sid)
  })

  test('a recording in two channels, from the answer', async () => {
    const { app } = stage.carrier
    const a = await stage.callee({ play: { toneHz: 1100 } })
    const record = 'record="record-from-answer-dual" recordingStatusCallback="/dial-recording"'
    const sid = await stage.call(dial(record, a), { toneHz: 700 })
    const { callSid } = await stage.calleeCall(a)
    await stage.hears(callSid, 700)
    await stage.hears(sid, 1100)
    await stage.hangUp(callSid)
    const action = await app.got('/done', { CallSid: sid })
    const told = await app.got('/dial-recording', { CallSid: sid })
    expect(told).toMatchObject({ RecordingSource: 'DialVerb', RecordingChannels: '2', RecordingStatus: 'completed' })
    expect(action.RecordingUrl).toBe(told.RecordingUrl)
    const [said, heard] = stage.exchange.recordings.all.get(told.RecordingSid!)!.channels()
    const loud = (pcm: Int16Array, hz: number) => toneRatio(pcm.slice(-1600), hz)
    expect([loud(said!, 700), loud(heard!, 1100)].every((ratio) => ratio > 0.8)).toBe(true)
  })
})

describe('a leg that REST moves during a Dial', () => {
  const elsewhere = { twiml: '<Response><Say>Elsewhere</Say><Pause length="60"/></Response>' }

  test('the caller: its action is asked in vain, the callee is hung up', async () => {
    const { app, client } = stage.carrier
    app.answers('/in-vain', '<Response><Say>Never</Say></Response>')
    const a = await stage.callee()
    const sid = await stage.call(`<Dial action="/in-vain">${a}</Dial>`)
    await stage.calleeCall(a)
    await client.calls(sid).update(elsewhere)
    await app.got('/in-vain', { CallSid: sid, DialCallStatus: 'completed' })
    await stage.hasSaid(sid, 'Elsewhere')
    await stage.calleeCall(a, 'ended')
    expect(stage.exchange.legs.get(sid)?.said).toEqual(['Elsewhere'])
    await stage.hangUp(sid)
  })

  test('the caller, without an action: a Redirect that follows is asked in vain', async () => {
    const { app, client } = stage.carrier
    const a = await stage.callee()
    const sid = await stage.call(`<Dial>${a}</Dial><Redirect>/following</Redirect>`)
    await stage.calleeCall(a)
    await client.calls(sid).update(elsewhere)
    await app.got('/following', { CallSid: sid })
    await stage.hasSaid(sid, 'Elsewhere')
    await stage.hangUp(sid)
  })

  test('the caller, while an application thinks: nobody waits for that', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
    const sid = await stage.call(`<Say>Hi</Say><Redirect>${url}#rt=15000</Redirect>`)
    await stage.hasSaid(sid, 'Hi')
    await new Promise((resolve) => silent.once('connection', resolve))
    await stage.carrier.client.calls(sid).update(elsewhere)
    await stage.hasSaid(sid, 'Elsewhere')
    await stage.hangUp(sid)
    silent.close()
  })

  test('the callee: the caller goes on with its action, and both live on', async () => {
    const { app, client } = stage.carrier
    app.answers('/goes-on', '<Response><Say>On</Say><Pause length="60"/></Response>')
    const a = await stage.callee()
    const sid = await stage.call(`<Dial action="/goes-on">${a}</Dial>`)
    const { callSid } = await stage.calleeCall(a)
    await until('the bridge', () => stage.exchange.legs.get(sid)?.isAnswered)
    await client.calls(callSid).update(elsewhere)
    await stage.hasSaid(sid, 'On')
    await stage.hasSaid(callSid, 'Elsewhere')
    expect((await app.got('/goes-on', { CallSid: sid })).DialCallDuration).toBeUndefined()
    await stage.hangUp(callSid)
    await stage.hangUp(sid)
  })
})

describe('Dial Conference', () => {
  const room = (attributes: string, name: string, after = next) =>
    `<Dial action="/left"><Conference ${attributes}>${name}</Conference></Dial>${after}`

  test('who waits hears music unless a document is given, which is asked for once', async () => {
    const { app } = stage.carrier
    whisper('/wait', '<Say>Wait</Say>')
    const music = await stage.call(room('beep="false"', 'music'))
    await until('music', async () => (await stage.carrier.control('GET', `/calls/${music}`)).heard.speechFrames > 20)
    const told = await stage.call(room('beep="false" waitUrl="/wait" waitMethod="POST"', 'told'))
    await app.got('/wait', { CallSid: told })
    const quiet = await stage.call(room('beep="false" waitUrl=""', 'quiet'))
    await until('a quiet second', async () => (await stage.carrier.control('GET', `/calls/${quiet}`)).heard.frames > 50)
    expect((await stage.carrier.control('GET', `/calls/${quiet}`)).heard.speechFrames).toBe(0)
    expect(app.at('/wait')).toHaveLength(1)
    for (const sid of [music, told, quiet]) await stage.hangUp(sid)
  })

  test.each([
    ['waitUrl="http://127.0.0.1:1/x"', 'ask /left DialCallStatus=answered DialBridged=true'],
    ['coach="CAnobody"', unbridged('failed').replace('done', 'left')],
  ])('%s: the leg goes on with its action', async (attributes, effect) => {
    const sid = await stage.call(room(attributes, `refused ${attributes.length}`))
    expect(await stage.effects(sid)).toContain(effect)
  })

  test.each(['beep="loud"', 'maxParticipants="1"', 'record="yes"'])('%s is 16002', async (attributes) => {
    const sid = await stage.call(room(attributes, 'bad'))
    expect(await stage.effects(sid)).toEqual(['error 16002', 'failed'])
  })

  test('a third is not let into a conference of two: its next verb runs', async () => {
    const attributes = 'waitUrl="" maxParticipants="2"'
    const inside = [await stage.call(room(attributes, 'two')), await stage.call(room(attributes, 'two'))]
    await until(
      'two inside',
      () => stage.exchange.liveConference(stage.carrier.account.sid, 'two')?.status === 'in-progress',
    )
    const third = await stage.call(room(attributes, 'two'))
    expect(await stage.effects(third)).toEqual(['error 16020', 'say Next', 'completed'])
    for (const sid of inside) await stage.hangUp(sid)
  })
})
