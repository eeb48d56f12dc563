import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newSid } from '#lib/ids.ts'
import { toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import type { Line, LineEnd } from '../ports.ts'
import { Room } from '../room.ts'
import { accessToken } from './test-account.ts'
import { type BrowserPhone, MIC_HZ, openBench } from './test-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>

beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => bench.closePhones())
afterAll(() => bench?.close())

/** The other end of a call: hums 1000 Hz for as long as the call lasts. hears() waits until it hears the microphone now. */
function talkTo(line: Line) {
  const tone = new Tone(1000)
  const room = new Room(bench.clock)
  let heard: number[] = []
  let onFrame = () => {}
  const write = (frame: Uint8Array) => {
    heard = [...heard, ...decodeMulaw(frame)].slice(-4000)
    onFrame()
  }
  room.join({ read: () => tone.frame(), write })
  room.join(line)
  const hears = () =>
    new Promise<number>((resolve) => {
      heard = []
      onFrame = () => {
        const ratio = toneRatio(Int16Array.from(heard), MIC_HZ)
        if (heard.length === 4000 && ratio > 0.8) resolve(ratio)
      }
    })
  return { hears }
}

/** Both ends hear each other now. */
async function bothHear(phone: BrowserPhone, far: ReturnType<typeof talkTo>): Promise<void> {
  await Promise.all([far.hears(), phone.hears(1000)])
}

/** A phone of the first account, registered under an identity nobody else has. */
async function registered(identity: string, options: object = {}) {
  const phone = await bench.phone(accessToken(bench.accounts[0], identity), options)
  await phone.do((p) => p.device?.register())
  await phone.event('device.registered')
  return phone
}

/** A call from outside to an identity. */
function ring(identity: string, accountSid = bench.accounts[0].sid): Line {
  const invite = { callSid: newSid('CA'), from: '+442079460958', to: `client:${identity}`, params: {} }
  return bench.signalling.invite({ ...invite, accountSid, identity })
}

/** A phone in a call it made, heard and hearing. */
async function inCall(identity: string, options: object = {}) {
  const phone = await registered(identity, options)
  await phone.do((p) => p.connect({}))
  const line = (await bench.calls.next()).accept(newSid('CA'))
  line.answer()
  await phone.event('call.accept')
  const far = talkTo(line)
  await bothHear(phone, far)
  return { phone, line, far }
}

/** Makes the SDK restart ICE as it does when the network changed, and waits until it has. */
async function restartIce(phone: BrowserPhone): Promise<void> {
  await phone.do((p) => p.restartIce())
}

const endOf = (line: Line) => new Promise<LineEnd>((resolve) => line.on('ended', resolve))
const digitsOf = (line: Line, count: number) =>
  new Promise<string>((resolve) => {
    let digits = ''
    line.on('digit', (digit) => {
      digits += digit
      if (digits.length === count) resolve(digits)
    })
  })
const answerOf = (line: Line) => new Promise<void>((resolve) => line.on('answered', resolve))

test('a browser registers, calls, and both ends hear each other', async () => {
  const [account] = bench.accounts
  const phone = await registered('anna')
  expect(bench.signalling.registered(account.sid, 'anna')).toBe(1)

  await phone.do((p) => p.connect({ To: '+442079460958', note: 'a b&c' }))
  const call = await bench.calls.next()
  expect(call).toMatchObject({ identity: 'anna', accountSid: account.sid, applicationSid: account.appSid })
  expect(call.params).toEqual({ To: '+442079460958', note: 'a b&c' })
  const line = call.accept(newSid('CA'))
  const ended = endOf(line)
  line.answer()
  await phone.event('call.accept')
  await bothHear(phone, talkTo(line))
  await phone.do((p) => p.call?.disconnect())
  expect(await ended).toBe('hangup')

  await phone.do((p) => p.device?.unregister())
  await phone.event('device.unregistered')
  expect(bench.signalling.registered(account.sid, 'anna')).toBe(0)
})

test('a browser is called, answers, and the far end hangs up', async () => {
  const [account] = bench.accounts
  const phone = await registered('ben')
  const callSid = newSid('CA')
  const invite = { accountSid: account.sid, identity: 'ben', callSid, from: '+442079460958', to: 'client:ben' }
  const line = bench.signalling.invite({ ...invite, params: { caller: 'Priya Nair', note: 'a+b & c=d' } })
  const answered = answerOf(line)
  expect(await phone.event('device.incoming')).toMatchObject({
    parameters: { CallSid: callSid, AccountSid: account.sid, From: '+442079460958', To: 'client:ben' },
    custom: { caller: 'Priya Nair', note: 'a+b & c=d' },
  })
  await phone.do((p) => p.call?.accept())
  await Promise.all([answered, phone.event('call.accept')])
  await bothHear(phone, talkTo(line))
  line.hangUp()
  await phone.event('call.disconnect')
  expect(await phone.names()).not.toContain('call.error')
})

test('a caller hears sound before the answer', async () => {
  const phone = await registered('early')
  await phone.do((p) => p.connect({}))
  const line = (await bench.calls.next()).accept(newSid('CA'))
  line.earlyMedia()
  await bothHear(phone, talkTo(line))
  expect(await phone.names()).not.toContain('call.accept')
  line.answer()
  await phone.event('call.accept')
  line.hangUp()
  await phone.event('call.disconnect')
})

test('a browser rejects a call', async () => {
  const phone = await registered('rejects')
  const ended = endOf(ring('rejects'))
  await phone.event('device.incoming')
  await phone.do((p) => p.call?.reject())
  expect(await ended).toBe('refused')
})

test('a caller gives up before the browser answers', async () => {
  const phone = await registered('missed')
  const line = ring('missed')
  await phone.event('device.incoming')
  line.hangUp()
  await phone.event('call.cancel')
})

test('all browsers of an identity ring, one answers, and the others stop', async () => {
  const [answers, other] = [await registered('twice'), await registered('twice')]
  const line = ring('twice')
  const answered = answerOf(line)
  await Promise.all([answers.event('device.incoming'), other.event('device.incoming')])
  await answers.do((p) => p.call?.accept())
  await Promise.all([answered, answers.event('call.accept'), other.event('call.cancel')])
  await bothHear(answers, talkTo(line))
  line.hangUp()
  await answers.event('call.disconnect')
})

test('one browser rejects and the other goes on ringing', async () => {
  const [rejects, answers] = [await registered('either'), await registered('either')]
  const line = ring('either')
  const answered = answerOf(line)
  await Promise.all([rejects.event('device.incoming'), answers.event('device.incoming')])
  await rejects.do((p) => p.call?.reject())
  await rejects.event('call.reject')
  await answers.do((p) => p.call?.accept())
  await Promise.all([answered, answers.event('call.accept')])
  line.hangUp()
})

test('nobody registered is unreachable, and an identity of another account does not ring', async () => {
  expect(await endOf(ring('nobody'))).toBe('unreachable')
  const phone = await registered('same')
  expect(await endOf(ring('same', bench.accounts[1].sid))).toBe('unreachable')
  expect(await phone.names()).not.toContain('device.incoming')
})

test('digits arrive once each', async () => {
  const { phone, line } = await inCall('digits')
  const digits = digitsOf(line, 5)
  // One key before the pause: of several, the SDK forgets those that still wait when it ends.
  await phone.do((p) => p.call?.sendDigits('1w23*#'))
  expect(await digits).toBe('123*#')
  line.hangUp()
})

test('a browser sends a message and learns that it arrived', async () => {
  const { phone, line } = await inCall('message')
  await phone.do((p) => {
    p.call?.sendMessage({ content: { note: 'hello' }, messageType: 'user-defined-message' })
  })
  expect(await phone.event('call.messageSent')).toEqual({ note: 'hello' })
  line.hangUp()
})

test('a message of ours reaches the browser, and a browser that sent one is reported', async () => {
  const { phone, line } = await inCall('told')
  const report = () => bench.signalling.calls().find(({ identity }) => identity === 'told')
  expect(bench.signalling.message(report()!.callSid, { hint: 'ask for the postcode' })).toBe(true)
  expect(await phone.event('call.messageReceived')).toEqual({ hint: 'ask for the postcode' })
  await phone.do((p) => {
    p.call?.sendMessage({ content: { done: true }, messageType: 'user-defined-message' })
  })
  await phone.event('call.messageSent')
  expect(report()).toMatchObject({
    state: 'answered',
    audioSeen: true,
    noAudioPath: false,
    messages: [{ content: { done: true }, type: 'user-defined-message' }],
  })
  line.hangUp()
  expect(bench.signalling.message(report()?.callSid ?? 'CA0', {})).toBe(false)
})

test('a browser that ignores goes on ringing for us, and others may answer', async () => {
  const [ignores, answers] = [await registered('ignores'), await registered('ignores')]
  const line = ring('ignores')
  const answered = answerOf(line)
  await Promise.all([ignores.event('device.incoming'), answers.event('device.incoming')])
  await ignores.do((p) => p.call?.ignore())
  await answers.do((p) => p.call?.accept())
  await Promise.all([answered, answers.event('call.accept')])
  await bothHear(answers, talkTo(line))
  line.hangUp()
})

test('a ringing call is taken up on another Device by its connectToken', async () => {
  const [rings, takes] = [await registered('here'), await registered('there')]
  const line = ring('here')
  const answered = answerOf(line)
  await rings.event('device.incoming')
  const connectToken = await rings.page.evaluate(() => window.phone.call!.connectToken!)
  await takes.do((p, given: string) => p.takeOver(given), connectToken)
  await Promise.all([answered, takes.event('call.accept'), rings.event('call.cancel')])
  await bothHear(takes, talkTo(line))
  line.hangUp()
  await takes.event('call.disconnect')
})

test('connections can be cut from our side: a call that may reconnect lives on', async () => {
  const { phone, line, far } = await inCall('cut', { maxCallSignalingTimeoutMs: 30_000 })
  expect(bench.signalling.cut('somebody_else')).toBe(0)
  expect(bench.signalling.cut('cut')).toBe(1)
  await phone.event('call.reconnecting')
  await phone.event('call.reconnected')
  await bothHear(phone, far)
  line.hangUp()
})

test('a call outlives its socket when the browser asked for that', async () => {
  const { phone, line, far } = await inCall('reconnects', { maxCallSignalingTimeoutMs: 30_000 })
  await phone.do((p) => p.cutSocket())
  await phone.event('call.reconnecting')
  await phone.event('call.reconnected')
  await bothHear(phone, far)
  expect(bench.signalling.registered(bench.accounts[0].sid, 'reconnects')).toBe(1)
  line.hangUp()
  await phone.event('call.disconnect')
  expect(await phone.names()).not.toContain('call.error')
})

test('a call ends with its socket otherwise', async () => {
  const { phone, line } = await inCall('lost')
  const ended = endOf(line)
  await phone.do((p) => p.cutSocket())
  expect(await ended).toBe('lost')
})

test('a ringing browser whose socket dies is lost', async () => {
  const phone = await registered('gone')
  const line = ring('gone')
  await phone.event('device.incoming')
  const ended = endOf(line)
  await phone.do((p) => p.cutSocket())
  expect(await ended).toBe('lost')
})

test('sound comes back both ways after an ICE restart of a call out', async () => {
  const { phone, line, far } = await inCall('restart_out')
  await restartIce(phone)
  await bothHear(phone, far)
  line.hangUp()
})

test('sound comes back both ways after an ICE restart of a call in', async () => {
  const phone = await registered('restart_in')
  const line = ring('restart_in')
  await phone.event('device.incoming')
  await phone.do((p) => p.call?.accept())
  await phone.event('call.accept')
  const far = talkTo(line)
  await bothHear(phone, far)
  await restartIce(phone)
  await bothHear(phone, far)
  line.hangUp()
})

test('hanging up in the instant after answering ends the call on both sides', async () => {
  const phone = await registered('instant')
  const line = ring('instant')
  const ended = endOf(line)
  await phone.event('device.incoming')
  await phone.do((p) => {
    p.call?.once('accept', (call) => setTimeout(() => call.disconnect()))
    p.call?.accept()
  })
  expect(await ended).toBe('hangup')
  await phone.event('call.disconnect')
})

test('hanging up before the SDK has sent its answer is a refusal', async () => {
  const phone = await registered('too_soon')
  const line = ring('too_soon')
  const ended = endOf(line)
  await phone.event('device.incoming')
  await phone.do((p) => {
    p.call?.once('accept', (call) => call.disconnect())
    p.call?.accept()
  })
  expect(await ended).toBe('refused')
})

test('an answer that crosses our hang-up ends the call at the browser', async () => {
  const phone = await registered('crossing')
  const line = ring('crossing')
  await phone.event('device.incoming')
  const accepted = phone.do((p) => p.call?.accept())
  line.hangUp()
  await accepted
  const names = await phone.page.waitForFunction(() =>
    window.phone.events.map(({ name }) => name).filter((name) => /cancel|disconnect/.test(name)),
  )
  expect(await names.jsonValue()).toHaveLength(1)
})

test('a hang-up with a code is an error at the browser, and an end', async () => {
  const { phone, line } = await inCall('declined', { enableImprovedSignalingErrorPrecision: true })
  line.hangUp(31002)
  expect(await phone.event('call.error')).toMatchObject({ code: 31002 })
  await phone.event('call.disconnect')
})

test('a token for another application cannot call', async () => {
  const token = accessToken(bench.accounts[0], 'app', { applicationSid: newSid('AP') })
  const phone = await bench.phone(token, { enableImprovedSignalingErrorPrecision: true })
  await phone.do((p) => p.connect({}))
  expect(await phone.event('call.error')).toMatchObject({ code: 31001 })
  await phone.event('call.disconnect')
})

test('a browser that prefers Opus talks PCMU with us', async () => {
  const { phone, line } = await inCall('opus', { codecPreferences: ['opus', 'pcmu'] })
  const codec = await phone.page.waitForFunction(() => window.phone.call?.codec)
  expect(await codec.jsonValue()).toMatch(/pcmu/i)
  line.hangUp()
})

test('an expired token is error 20104', async () => {
  const phone = await bench.phone(accessToken(bench.accounts[0], 'expired', { ttl: -10 }))
  await phone.do((p) => void p.device?.register().catch(() => {}))
  expect(await phone.event('device.error')).toMatchObject({ code: 20104 })
})

test('a token signed with another secret is error 20101', async () => {
  const phone = await bench.phone(accessToken(bench.accounts[0], 'forged', { keySecret: newSid('') }))
  await phone.do((p) => void p.device?.register().catch(() => {}))
  expect(await phone.event('device.error')).toMatchObject({ code: 20101 })
})

test('a token that ends meanwhile is announced, ends the registration, and a new one restores it', async () => {
  const [account] = bench.accounts
  const phone = await bench.phone(accessToken(account, 'expires', { ttl: 3 }), { tokenRefreshMs: 2000 })
  await phone.do((p) => p.device?.register())
  await phone.event('device.tokenWillExpire')
  expect(await phone.event('device.error')).toMatchObject({ code: 20104 })
  await phone.event('device.unregistered')
  expect(bench.signalling.registered(account.sid, 'expires')).toBe(0)
  await phone.do((p, token: string) => p.device?.updateToken(token), accessToken(account, 'expires'))
  await phone.event('device.registered')
})
