import { afterAll, beforeAll, expect, test } from 'vitest'
import { newSid } from '#lib/ids.ts'
import { rmsDb, toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import type { Line, LineEnd } from '../ports.ts'
import { Room } from '../room.ts'
import { accessToken, MIC_HZ, openBench } from './test-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench?.close())

/** The other end of a call: hums 1000 Hz into the room and waits until the line is heard to hum 440 Hz. */
function talkTo(line: Line) {
  const tone = new Tone(1000)
  const room = new Room(bench.clock)
  let heard = new Int16Array(0)
  const hears = new Promise<{ ratio: number; db: number }>((resolve) => {
    const write = (frame: Uint8Array) => {
      heard = Int16Array.from([...heard, ...decodeMulaw(frame)].slice(-4000))
      const ratio = toneRatio(heard, MIC_HZ)
      if (heard.length === 4000 && ratio > 0.8) resolve({ ratio, db: rmsDb(heard) })
    }
    room.join({ read: () => tone.frame(), write })
  })
  room.join(line)
  return hears
}

const endOf = (line: Line) => new Promise<LineEnd>((resolve) => line.on('ended', resolve))
const answerOf = (line: Line) => new Promise<void>((resolve) => line.on('answered', resolve))

test('a browser registers, calls, and both ends hear each other', async () => {
  const [account] = bench.accounts
  const phone = await bench.phone(accessToken(account, 'anna'))
  await phone.do((p) => p.device?.register())
  await phone.event('device.registered')
  expect(bench.signalling.registered(account.sid, 'anna')).toBe(1)

  await phone.do((p) => p.connect({ To: '+442079460958', note: 'a b&c' }))
  const call = await bench.calls.next()
  expect(call).toMatchObject({ identity: 'anna', accountSid: account.sid, applicationSid: account.appSid })
  expect(call.params).toEqual({ To: '+442079460958', note: 'a b&c' })
  const line = call.accept(newSid('CA'))
  const ended = endOf(line)
  line.answer()
  await phone.event('call.accept')
  const [{ ratio }] = await Promise.all([talkTo(line), phone.hears(1000)])
  expect(ratio).toBeGreaterThan(0.8)
  await phone.do((p) => p.call?.disconnect())
  expect(await ended).toBe('hangup')

  await phone.do((p) => p.device?.unregister())
  await phone.event('device.unregistered')
  expect(bench.signalling.registered(account.sid, 'anna')).toBe(0)
})

test('a browser is called, answers, and the far end hangs up', async () => {
  const [account] = bench.accounts
  const phone = await bench.phone(accessToken(account, 'ben'))
  await phone.do((p) => p.device?.register())
  await phone.event('device.registered')
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
  await Promise.all([talkTo(line), phone.hears(1000)])
  line.hangUp()
  await phone.event('call.disconnect')
  expect(await phone.names()).not.toContain('call.error')
})
