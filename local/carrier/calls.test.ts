import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Tone } from '#lib/media/tone.ts'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 20_000 })

let carrier: TestCarrier
let counter = 0
const OURS = '+442079460111'

beforeAll(async () => {
  carrier = await startTestCarrier()
  const { client, app, account } = carrier
  await client
    .applications(account.appSid)
    .update({ voiceUrl: `${app.base}/browser`, statusCallback: `${app.base}/browser-end` })
  await client.incomingPhoneNumbers.create({
    phoneNumber: OURS,
    voiceUrl: `${app.base}/phone`,
    statusCallback: `${app.base}/phone-end`,
  })
})
afterAll(() => carrier.close())

/** A name nobody else in this file uses: for a conference, an identity, a path. */
const fresh = (what: string) => `${what}${++counter}`
const freshPhone = () => `+4420794${String(61_000 + ++counter)}`
const speaking = (hz: number) => {
  const tone = new Tone(hz)
  return () => tone.frame()
}
const setPhone = (number: string, script: object) =>
  carrier.control('PUT', `/phones/${encodeURIComponent(number)}`, script)
const phoneCall = (sid: string) => carrier.control('GET', `/calls/${sid}`)
const phoneState = (sid: string, state: string) =>
  until(`the phone to be ${state}`, async () => (await phoneCall(sid)).state === state)
const dialIn = async (from = freshPhone(), play?: object): Promise<string> =>
  (await carrier.control('POST', '/calls', { from, to: OURS, play })).callSid

function connect(identity: string, params: Record<string, string> = {}) {
  const { account, browsers } = carrier
  const call = { accountSid: account.sid, applicationSid: account.appSid, identity, params }
  return browsers.connect(call)
}

describe('a browser calls a phone through a conference', () => {
  test('it hears the phone ring, both hear each other, and every callback comes', async () => {
    const { app, client } = carrier
    const [room, to] = [fresh('room'), freshPhone()]
    const events = 'start end join leave mute hold modify'
    app.answers(
      '/browser',
      `<Response><Dial action="/agent-left"><Conference beep="false" waitUrl="" participantLabel="agent" jitterBufferSize="small"
        endConferenceOnExit="false" statusCallback="${app.base}/${room}" statusCallbackEvent="${events}">${room}</Conference></Dial></Response>`,
    )
    await setPhone(to, { answer: 'manual', play: { toneHz: 1000 } })
    const browser = connect('u_agent', { attemptId: 'a1', From: 'client:somebody', CallSid: 'CAfake' })
    const asked = await app.got('/browser', { attemptId: 'a1' })
    expect(asked).toMatchObject({ From: 'client:u_agent', To: '', Direction: 'inbound', CallStatus: 'ringing' })
    expect(asked.CallSid).toMatch(/^CA[0-9a-f]{32}$/)
    expect(asked.ApplicationSid).toBe(carrier.account.appSid)
    await app.got(`/${room}`, {
      StatusCallbackEvent: 'participant-join',
      ParticipantLabel: 'agent',
      CallSid: asked.CallSid!,
    })
    expect(browser.answered).toBe(true)

    browser.says = speaking(440)
    const callee = await client.conferences(room).participants.create({
      to,
      from: OURS,
      label: 'callee',
      earlyMedia: true,
      statusCallback: `${app.base}/callee`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    })
    await app.got('/callee', { CallSid: callee.callSid, CallStatus: 'ringing' })
    await until('the ringing tone', () => {
      const pcm = browser.hearing.tone(400, 200)
      return pcm.rmsDb > -40 && pcm.ratio > 0.3
    })
    expect((await phoneCall(callee.callSid)).heard.frames).toBe(0)

    await carrier.control('POST', `/calls/${callee.callSid}/answer`)
    await app.got('/callee', { CallSid: callee.callSid, CallStatus: 'in-progress' })
    await app.got(`/${room}`, { StatusCallbackEvent: 'conference-start' })
    await until('the phone to hear 440 Hz', async () => {
      return (await carrier.control('GET', `/calls/${callee.callSid}/heard?hz=440&ms=400`)).ratio > 0.9
    })
    await until('the browser to hear 1000 Hz', () => browser.hearing.tone(1000, 400).ratio > 0.9)
    browser.emit('digit', '7')
    expect((await phoneCall(callee.callSid)).digits).toBe('7')

    await carrier.control('POST', `/calls/${callee.callSid}/hangup`)
    expect(await app.got('/callee', { CallSid: callee.callSid, CallStatus: 'completed' })).toMatchObject({
      SequenceNumber: '3',
    })
    const leave = await app.got(`/${room}`, { StatusCallbackEvent: 'participant-leave', CallSid: callee.callSid })
    expect(leave).toMatchObject({ ReasonParticipantLeft: 'participant_hung_up', ParticipantCallStatus: 'completed' })
    expect(browser.hungUp).toBe(false)

    browser.emit('ended', 'hangup')
    const action = await app.got('/agent-left', { CallSid: asked.CallSid! })
    expect(action).toMatchObject({ DialCallStatus: 'answered', DialBridged: 'true', CallStatus: 'completed' })
    expect(action.DialCallSid).toBeUndefined()
    const end = await app.got(`/${room}`, { StatusCallbackEvent: 'conference-end' })
    expect(end).toMatchObject({
      ReasonConferenceEnded: 'last-participant-left',
      CallSidEndingConference: asked.CallSid,
    })
    await app.got('/browser-end', { CallSid: asked.CallSid!, CallStatus: 'completed' })
    const numbers = app.at(`/${room}`).map(({ SequenceNumber }) => Number(SequenceNumber))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  test('ending the conference by REST sends the leg to its action', async () => {
    const { app, client } = carrier
    const room = fresh('room')
    app.answers(
      '/browser',
      `<Response><Dial action="/after"><Conference waitUrl="">${room}</Conference></Dial></Response>`,
    )
    app.answers('/after', '<Response><Hangup/></Response>')
    const browser = connect('u_agent')
    const conference = await until(
      'the conference',
      async () => (await client.conferences.list({ friendlyName: room }))[0],
    )
    await client.conferences(conference.sid).update({ status: 'completed' })
    await app.got('/after', { DialCallStatus: 'answered', CallStatus: 'in-progress' })
    await until('the hang-up', () => browser.hungUp)
    expect(browser.errorCode).toBeUndefined()
  })
})

describe('a phone calls in and browsers ring', () => {
  const ring = (identities: string[], attributes = 'answerOnBridge="true" timeout="20"') =>
    `<Response><Dial ${attributes} action="/dialled">${identities
      .map(
        (
          identity,
        ) => `<Client statusCallback="${carrier.app.base}/child" statusCallbackEvent="initiated ringing answered completed">
          <Identity>${identity}</Identity><Parameter name="callId" value="c 1&amp;2"/></Client>`,
      )
      .join('')}</Dial></Response>`

  const online = (...names: string[]) => {
    const identities = names.map(fresh)
    for (const identity of identities) carrier.browsers.online.add(identity)
    return identities as [string, string]
  }

  test('the first answer wins, the others are cancelled, and the two hear each other', async () => {
    const { app, browsers } = carrier
    const [ann, ben] = online('u_ann', 'u_ben')
    app.answers('/phone', ring([ann, ben]))
    const from = freshPhone()
    const sid = await dialIn(from, { toneHz: 1000 })
    expect(await app.got('/phone', { CallSid: sid })).toMatchObject({ From: from, To: OURS, CallStatus: 'ringing' })
    const [annLine, benLine] = [await browsers.ringing(ann), await browsers.ringing(ben)]
    expect(annLine.invite).toMatchObject({ from, to: `client:${ann}`, params: { callId: 'c 1&2' } })
    expect((await phoneCall(sid)).state).toBe('ringing')
    annLine.says = speaking(440)
    annLine.emit('answered')
    expect(benLine.hungUp).toBe(true)
    await phoneState(sid, 'answered')
    await until('both to hear', async () => {
      const heard = await carrier.control('GET', `/calls/${sid}/heard?hz=440&ms=400`)
      return heard.ratio > 0.9 && annLine.hearing.tone(1000, 400).ratio > 0.9
    })
    const lost = await app.got('/child', { To: `client:${ben}`, CallStatus: 'canceled' })
    expect(lost).toMatchObject({
      ParentCallSid: sid,
      Direction: 'outbound-dial',
      SequenceNumber: '2',
      SipResponseCode: '487',
    })
    annLine.emit('ended', 'hangup')
    const action = await app.got('/dialled', { CallSid: sid })
    expect(action).toMatchObject({
      DialCallStatus: 'completed',
      DialCallSid: annLine.invite!.callSid,
      DialCallDuration: '0',
      DialBridged: 'true',
    })
    await phoneState(sid, 'ended')
    await app.got('/phone-end', { CallSid: sid, CallStatus: 'completed', SequenceNumber: '0' })
  })

  test('a child ended by REST stops ringing while the other goes on', async () => {
    const { app, browsers, client } = carrier
    const [ann, ben] = online('u_ann', 'u_ben')
    app.answers('/phone', ring([ann, ben]))
    const sid = await dialIn()
    const [annLine, benLine] = [await browsers.ringing(ann), await browsers.ringing(ben)]
    await client.calls(annLine.invite!.callSid).update({ status: 'completed' })
    expect(annLine.hungUp).toBe(true)
    await app.got('/child', { To: `client:${ann}`, CallStatus: 'canceled' })
    expect(benLine.hungUp).toBe(false)
    benLine.emit('ended', 'refused')
    expect(await app.got('/dialled', { CallSid: sid })).toMatchObject({
      DialCallStatus: 'busy',
      DialCallDuration: '0',
      DialBridged: 'false',
    })
  })

  test('nobody registered: the Dial is over at once; the next document runs on the ringing call', async () => {
    const { app } = carrier
    app.answers('/phone', ring([fresh('u_nobody')]))
    app.answers('/dialled', '<Response><Say>Nobody is here.</Say></Response>')
    const sid = await dialIn()
    expect(await app.got('/dialled', { CallSid: sid })).toMatchObject({
      DialCallStatus: 'no-answer',
      CallStatus: 'ringing',
    })
    await until('the text', async () => (await phoneCall(sid)).said[0] === 'Nobody is here.')
    expect((await phoneCall(sid)).heard.speechFrames).toBeGreaterThanOrEqual(0)
    await phoneState(sid, 'ended')
    app.answers('/dialled', '<Response/>')
  })

  test('a timeout ends all children as no-answer', async () => {
    const { app, browsers } = carrier
    const [ann, ben] = online('u_ann', 'u_ben')
    app.answers('/phone', ring([ann, ben], 'answerOnBridge="true" timeout="1"'))
    const sid = await dialIn()
    await browsers.ringing(ann)
    expect(await app.got('/dialled', { CallSid: sid })).toMatchObject({
      DialCallStatus: 'no-answer',
      DialBridged: 'false',
    })
    await app.got('/child', { To: `client:${ben}`, CallStatus: 'no-answer', SipResponseCode: '487' })
    await until('the end', async () => (await carrier.client.calls(sid).fetch()).status === 'no-answer')
  })

  test('a caller who hangs up stops the ringing; the action is asked all the same', async () => {
    const { app, browsers } = carrier
    const [ann] = online('u_ann')
    app.answers('/phone', ring([ann]))
    const sid = await dialIn()
    const line = await browsers.ringing(ann)
    await carrier.control('POST', `/calls/${sid}/hangup`)
    await until('the ringing to stop', () => line.hungUp)
    expect(await app.got('/dialled', { CallSid: sid })).toMatchObject({
      DialCallStatus: 'canceled',
      CallStatus: 'no-answer',
    })
    await app.got('/phone-end', { CallSid: sid, CallStatus: 'no-answer' })
  })

  test('without answerOnBridge the caller is answered once the browsers were invited, and hears ringing', async () => {
    const { app, browsers } = carrier
    const [ann] = online('u_ann')
    app.answers('/phone', ring([ann], 'timeout="20"'))
    const sid = await dialIn()
    await browsers.ringing(ann)
    await phoneState(sid, 'answered')
    await until('the ringing tone', async () => {
      return (await carrier.control('GET', `/calls/${sid}/heard?hz=450&ms=200`)).ratio > 0.3
    })
    await carrier.control('POST', `/calls/${sid}/hangup`)
  })

  test('both of a pair are moved into a conference: the child first, the parent by its action', async () => {
    const { app, browsers, client } = carrier
    const [ann] = online('u_ann')
    const room = fresh('room')
    app.answers('/phone', ring([ann]))
    const sid = await dialIn(freshPhone(), { toneHz: 1000 })
    const line = await browsers.ringing(ann)
    line.emit('answered')
    await phoneState(sid, 'answered')
    const join = (label: string) =>
      `<Response><Dial><Conference waitUrl="" participantLabel="${label}">${room}</Conference></Dial></Response>`
    app.answers('/dialled', join('caller'))
    await client.calls(line.invite!.callSid).update({ twiml: join('agent') })
    const action = await app.got('/dialled', { CallSid: sid })
    expect(action).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' })
    expect(action.DialCallDuration).toBeUndefined()
    const participants = await until('both to be in', async () => {
      const [conference] = await client.conferences.list({ friendlyName: room, status: 'in-progress' })
      return conference && (await client.conferences(conference.sid).participants.list())
    })
    expect(participants.map(({ label }) => label).sort()).toEqual(['agent', 'caller'])
    await until('them to hear each other', () => line.hearing.tone(1000, 200).ratio > 0.9)
    expect(line.hungUp).toBe(false)
    await carrier.control('POST', `/calls/${sid}/hangup`)
    app.answers('/dialled', '<Response/>')
  })

  test('moving the parent hangs up the child, and the answer of the action is not followed', async () => {
    const { app, browsers, client } = carrier
    const [ann] = online('u_ann')
    app.answers('/phone', ring([ann]))
    app.answers('/dialled', '<Response><Say>Not this</Say></Response>')
    const sid = await dialIn()
    const line = await browsers.ringing(ann)
    line.emit('answered')
    await phoneState(sid, 'answered')
    await client.calls(sid).update({ twiml: '<Response><Say>But this</Say><Pause length="60"/></Response>' })
    await app.got('/dialled', { CallSid: sid })
    await until('the new text', async () => (await phoneCall(sid)).said.length > 0)
    expect(line.hungUp).toBe(true)
    expect((await phoneCall(sid)).said).toEqual(['But this'])
    await carrier.control('POST', `/calls/${sid}/hangup`)
    app.answers('/dialled', '<Response/>')
  })
})

describe('a browser calls a phone by Dial Number', () => {
  test('busy reaches the browser as 31486; a caller ID that is not ours is refused', async () => {
    const { app } = carrier
    const to = freshPhone()
    await setPhone(to, { answer: 'busy', afterMs: 10 })
    app.answers(
      '/browser',
      `<Response><Dial answerOnBridge="true" callerId="${OURS}"><Number>${to}</Number></Dial></Response>`,
    )
    const browser = connect('u_agent')
    await until('the refusal', () => browser.hungUp)
    expect([browser.answered, browser.errorCode]).toEqual([false, 31486])
    app.answers(
      '/browser',
      `<Response><Dial action="/refused" callerId="+15005550000"><Number>${to}</Number></Dial></Response>`,
    )
    connect('u_agent')
    expect(await app.got('/refused')).toMatchObject({ DialCallStatus: 'failed' })
  })

  test('its ringing is heard before the answer', async () => {
    const { app } = carrier
    const to = freshPhone()
    await setPhone(to, { answer: 'manual' })
    app.answers(
      '/browser',
      `<Response><Dial answerOnBridge="true" callerId="${OURS}"><Number>${to}</Number></Dial></Response>`,
    )
    const browser = connect('u_agent')
    await until('early media', () => browser.early && browser.hearing.tone(400, 200).rmsDb > -40)
    expect(browser.answered).toBe(false)
    const { calls } = await carrier.control('GET', `/phones/${encodeURIComponent(to)}`)
    await carrier.control('POST', `/calls/${calls[0].callSid}/answer`)
    await until('the answer', () => browser.answered)
    browser.emit('ended', 'hangup')
    await phoneState(calls[0].callSid, 'ended')
  })
})

describe('TwiML that cannot be run', () => {
  const journal = async (sid: string) => {
    const { entries } = await carrier.control('GET', '/log')
    return entries.filter(
      (entry: { callSid: string; event: string }) => entry.callSid === sid && entry.event === 'twiml-error',
    )
  }

  test.each([
    ['an unknown verb', '<Response><Sing/></Response>'],
    ['an unknown attribute', '<Response><Say volume="11">Hi</Say></Response>'],
    ['an unknown noun', '<Response><Dial><Sim>x</Sim></Dial></Response>'],
  ])('%s fails the call with 12200', async (_, twiml) => {
    carrier.app.answers('/phone', twiml)
    const sid = await dialIn()
    await phoneState(sid, 'ended')
    expect(await journal(sid)).toMatchObject([{ code: 12200 }])
    expect((await carrier.client.calls(sid).fetch()).status).toBe('failed')
  })

  test('an error of the application is spoken when there is no fallback', async () => {
    carrier.app.answers('/phone', () => ({ status: 500, xml: '' }))
    const sid = await dialIn()
    await until('the apology', async () => (await phoneCall(sid)).said.length === 1)
    await phoneState(sid, 'ended')
    expect(await journal(sid)).toMatchObject([{ code: 11217 }])
  })

  test('a fallback gets the error and carries on', async () => {
    const { app, client } = carrier
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: OURS })
    await client.incomingPhoneNumbers(number!.sid).update({ voiceFallbackUrl: `${app.base}/fallback` })
    app.answers('/phone', '<Response><Say>')
    app.answers('/fallback', '<Response><Reject reason="busy"/></Response>')
    const sid = await dialIn()
    expect(await app.got('/fallback', { CallSid: sid })).toMatchObject({
      ErrorCode: '12100',
      ErrorUrl: `${app.base}/phone`,
    })
    await until('the end', async () => (await client.calls(sid).fetch()).status === 'busy')
    expect((await phoneCall(sid)).answeredAt).toBeNull()
  })
})

describe('a number that is called belongs to somebody', () => {
  const other = '+14155550100'

  test('the call comes in there as a call of its own, and both hear each other', async () => {
    const { app, browsers, client } = carrier
    browsers.online.add('u_other')
    const voiceUrl = app.answers(
      '/other',
      '<Response><Dial answerOnBridge="true"><Client>u_other</Client></Dial></Response>',
    )
    await client.incomingPhoneNumbers.create({ phoneNumber: other, voiceUrl })
    app.answers('/browser', `<Response><Dial callerId="${OURS}"><Number>${other}</Number></Dial></Response>`)
    const caller = connect('u_agent')
    caller.says = speaking(440)
    expect(await app.got('/other')).toMatchObject({
      From: OURS,
      To: other,
      Direction: 'inbound',
      CallStatus: 'ringing',
    })
    const callee = await browsers.ringing('u_other')
    await until('the ringing tone', () => caller.hearing.tone(440, 200).rmsDb > -40)
    callee.says = speaking(1000)
    callee.emit('answered')
    await until('both to hear', () => {
      return callee.hearing.tone(440, 400).ratio > 0.9 && caller.hearing.tone(1000, 400).ratio > 0.9
    })
    caller.emit('ended', 'hangup')
    await until('the other end', () => callee.hungUp)
  })

  test('what rejects it there is busy here', async () => {
    const { app, client } = carrier
    app.answers('/other', '<Response><Reject reason="busy"/></Response>')
    const { sid } = await client.calls.create({ to: other, from: OURS, twiml: '<Response/>' })
    await until('the end', async () => (await client.calls(sid).fetch()).status === 'busy')
  })
})

test('a number nobody owns is not in service', async () => {
  const answer = await carrier.control('POST', '/calls', { from: freshPhone(), to: '+442079460199' })
  expect(answer.error.code).toBe('number_not_possible')
})

test('calls wait for their second; one cancelled in the queue reports nothing', async () => {
  const slow = await startTestCarrier({ callsPerSecond: 2 })
  await slow.client.incomingPhoneNumbers.create({ phoneNumber: OURS })
  const create = (to: string) =>
    slow.client.calls.create({
      to,
      from: OURS,
      twiml: '<Response/>',
      statusCallback: `${slow.app.base}/paced`,
      statusCallbackEvent: ['initiated', 'completed'],
    })
  const first = await create('+442079460951')
  const second = await create('+442079460952')
  const third = await create('+442079460953')
  expect(Number(third.queueTime)).toBeGreaterThan(700)
  expect((await slow.client.calls(second.sid).update({ status: 'canceled' })).status).toBe('canceled')
  await slow.app.got('/paced', { CallSid: third.sid, CallStatus: 'initiated' })
  expect(slow.app.at('/paced').map(({ CallSid }) => CallSid)).not.toContain(second.sid)
  expect(slow.app.at('/paced').map(({ CallSid }) => CallSid)).toContain(first.sid)
  await slow.close()
})
