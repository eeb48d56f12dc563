import { afterAll, beforeAll, expect, test } from 'vitest'
import { log } from '#lib/log.ts'
import { toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { createSignalling } from '../signalling/gateway.ts'
import { accessToken } from '../signalling/test-account.ts'
import { MIC_HZ, openBench } from '../signalling/test-bench.ts'
import { startTestCarrier, type TestCarrier, until } from '../test-carrier.ts'
import { StreamApplication } from './test-application.ts'

let bench: Awaited<ReturnType<typeof openBench>>
let carrier: TestCarrier
const sockets = new StreamApplication()

beforeAll(async () => {
  bench = await openBench()
  await sockets.start()
  carrier = await startTestCarrier({
    signalling: (parts) => createSignalling({ ...parts, media: { host: '127.0.0.1', ports: [45000, 45099] }, log }),
  })
  const { client, app, account } = carrier
  await client.applications(account.appSid).update({ voiceUrl: `${app.base}/browser` })
})
afterAll(async () => {
  await bench?.close()
  await carrier?.close()
  sockets.stop()
})

test('a browser talks to an application: sound both ways, keys, and the hang-up', async () => {
  const { app, account, url } = carrier
  app.answers('/browser', `<Response><Connect><Stream url="ws://${sockets.address}/media"/></Connect></Response>`)
  const phone = await bench.phone(accessToken(account, 'u_talker'), { chunderw: new URL(url).host })
  await phone.do((p) => p.connect({ attemptId: 'one' }))
  await phone.event('call.accept')
  const { CallSid } = await app.got('/browser', { attemptId: 'one' })
  const end = await sockets.streamOf(CallSid!)
  await until('the microphone', () => toneRatio(decodeMulaw(end.sound('inbound').subarray(-3200)), MIC_HZ) > 0.8)

  const tone = new Tone(1000)
  const sound = Buffer.concat(Array.from({ length: 1500 }, () => tone.frame()))
  end.send('media', { media: { payload: sound.toString('base64') } })
  end.send('mark', { mark: { name: 'all of it' } })
  await phone.hears(1000)
  end.send('clear')
  await until('the mark', () => end.of('mark').length === 1)

  await phone.do((p) => p.call?.sendDigits('42'))
  await until('the keys', () => end.of('dtmf').length === 2)
  expect(end.of('dtmf').map(({ dtmf }) => (dtmf as unknown as { digit: string }).digit)).toEqual(['4', '2'])
  await phone.do((p) => p.call?.disconnect())
  await until('the stop', () => end.isClosed && end.of('stop').length === 1)
})
