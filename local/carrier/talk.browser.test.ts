import { afterAll, beforeAll, expect, test } from 'vitest'
import { log } from '#lib/log.ts'
import { createSignalling } from './signalling/gateway.ts'
import { accessToken } from './signalling/test-account.ts'
import { type BrowserPhone, MIC_HZ, openBench } from './signalling/test-bench.ts'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'

const OURS = '+442079460111'
let bench: Awaited<ReturnType<typeof openBench>>
let carrier: TestCarrier

beforeAll(async () => {
  bench = await openBench()
  carrier = await startTestCarrier({
    signalling: (parts) => createSignalling({ ...parts, media: { host: '127.0.0.1', ports: [41200, 41299] }, log }),
  })
  const { client, app, account } = carrier
  await client.applications(account.appSid).update({ voiceUrl: `${app.base}/browser` })
  await client.incomingPhoneNumbers.create({ phoneNumber: OURS, voiceUrl: `${app.base}/phone` })
})
afterAll(async () => {
  await bench?.close()
  await carrier?.close()
})

/** The real Voice SDK in a browser window, registered at this carrier. */
async function agent(identity: string): Promise<BrowserPhone> {
  const phone = await bench.phone(accessToken(carrier.account, identity), { chunderw: new URL(carrier.url).host })
  await phone.do((p) => p.device?.register())
  await phone.event('device.registered')
  return phone
}

const setPhone = (number: string, script: object) =>
  carrier.control('PUT', `/phones/${encodeURIComponent(number)}`, script)
const hearsMicrophone = (sid: string) =>
  until('the phone to hear the microphone', async () => {
    return (await carrier.control('GET', `/calls/${sid}/heard?hz=${MIC_HZ}&ms=400`)).ratio > 0.8
  })

test('a browser calls a phone through a conference: ringing, then both hear each other, then it hangs up', async () => {
  const { app, client } = carrier
  const to = '+442079460958'
  app.answers(
    '/browser',
    '<Response><Dial action="/left"><Conference beep="false" waitUrl="">out</Conference></Dial></Response>',
  )
  await setPhone(to, { answer: 'manual', play: { toneHz: 1000 } })
  const phone = await agent('u_out')
  await phone.do((p) => p.connect({ attemptId: 'one' }))
  await phone.event('call.accept')
  const { callSid } = await client.conferences('out').participants.create({ to, from: OURS })
  await phone.hears(400)
  await carrier.control('POST', `/calls/${callSid}/answer`)
  await Promise.all([phone.hears(1000), hearsMicrophone(callSid)])
  await phone.do((p) => p.call?.sendDigits('5'))
  await until('the digit', async () => (await carrier.control('GET', `/calls/${callSid}`)).digits === '5')
  await phone.do((p) => p.call?.disconnect())
  expect(await app.got('/left')).toMatchObject({ From: 'client:u_out', DialCallStatus: 'answered' })
  await carrier.control('POST', `/calls/${callSid}/hangup`)
})

test('a phone calls in, two browsers ring, one answers, the other stops, both talk until the phone hangs up', async () => {
  const { app } = carrier
  app.answers(
    '/phone',
    `<Response><Dial answerOnBridge="true" action="/dialled"><Client><Identity>u_ann</Identity><Parameter name="callId" value="7"/>
      </Client><Client>u_ben</Client></Dial></Response>`,
  )
  const [ann, ben] = [await agent('u_ann'), await agent('u_ben')]
  const { callSid } = await carrier.control('POST', '/calls', {
    from: '+442079460959',
    to: OURS,
    play: { toneHz: 1000 },
  })
  expect(await ann.event('device.incoming')).toMatchObject({
    parameters: { From: '+442079460959' },
    custom: { callId: '7' },
  })
  await ben.event('device.incoming')
  await ann.do((p) => p.call?.accept())
  await ben.event('call.cancel')
  await Promise.all([ann.hears(1000), hearsMicrophone(callSid)])
  await carrier.control('POST', `/calls/${callSid}/hangup`)
  await ann.event('call.disconnect')
  expect(await app.got('/dialled', { CallSid: callSid })).toMatchObject({
    DialCallStatus: 'completed',
    DialBridged: 'true',
  })
})
