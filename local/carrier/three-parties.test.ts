import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Tone } from '#lib/media/tone.ts'
import { encodeWav } from '#lib/media/wav.ts'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 30_000 })

let carrier: TestCarrier
let room: string
let counter = 0
const OURS = '+442079460111'
/** Everybody hums a tone of their own. */
const HUMS = { ann: 440, ben: 1000, cat: 1900 }
type Name = keyof typeof HUMS
const sids = {} as Record<Name, string>
const EVENTS = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'announcement']

beforeAll(async () => {
  carrier = await startTestCarrier()
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS })
})
afterAll(() => carrier.close())
beforeEach(() => {
  room = `room ${++counter}`
})

async function join(name: Name, options: object = {}) {
  const to = `+4420794608${String(10 + Object.keys(HUMS).indexOf(name))}`
  await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, {
    answer: 'auto',
    afterMs: 0,
    play: { toneHz: HUMS[name] },
  })
  const made = await carrier.client.conferences(room).participants.create({
    to,
    from: OURS,
    label: name,
    beep: 'false',
    waitUrl: '',
    conferenceStatusCallback: `${carrier.app.base}/room`,
    conferenceStatusCallbackEvent: EVENTS,
    ...options,
  })
  sids[name] = made.callSid
  await until(`${name} to be in`, async () => (await participant(name).fetch()).status === 'connected')
}

const participant = (name: Name) => carrier.client.conferences(room).participants(name)

/** How much of what somebody heard in the last 400 ms is one tone. */
const share = async (name: Name, hz: number): Promise<number> =>
  (await carrier.control('GET', `/calls/${sids[name]}/heard?hz=${hz}&ms=400`)).ratio

/** Waits until somebody hears exactly these and nobody else. */
const hearsOnly = (name: Name, others: Name[]) =>
  until(`${name} to hear ${others.join(' and ') || 'nobody'}`, async () => {
    const shares = await Promise.all(
      Object.entries(HUMS).map(async ([other, hz]) => [other, await share(name, hz)] as const),
    )
    return shares.every(([other, ratio]) => (others.includes(other as Name) ? ratio > 0.25 : ratio < 0.1))
  })

const sound = (hz: number, seconds: number) => encodeWav(new Tone(hz).pcm(seconds * 8000))
const playing = (path: string, hz: number, seconds = 20) =>
  carrier.app.answers(
    path,
    `<Response><Play>data:audio/wav;base64,${sound(hz, seconds).toString('base64')}</Play></Response>`,
  )

describe('three in a conference', () => {
  test('each hears the other two and not itself', async () => {
    await join('ann')
    await join('ben')
    await join('cat')
    await hearsOnly('ann', ['ben', 'cat'])
    await hearsOnly('ben', ['ann', 'cat'])
    await hearsOnly('cat', ['ann', 'ben'])
  })

  test('the muted one is heard by nobody and hears the others', async () => {
    await join('ann')
    await join('ben', { muted: true })
    await join('cat')
    await hearsOnly('ann', ['cat'])
    await hearsOnly('ben', ['ann', 'cat'])
    await participant('ben').update({ muted: false })
    await hearsOnly('ann', ['ben', 'cat'])
  })

  test('the held one hears its music only; the others go on', async () => {
    await join('ann')
    await join('ben')
    await join('cat')
    const holdUrl = playing('/hold', 2800)
    await participant('ann').update({ hold: true, holdUrl, holdMethod: 'POST' })
    await until('the music', async () => (await share('ann', 2800)) > 0.9)
    await hearsOnly('ben', ['cat'])
    expect(await carrier.app.got('/hold', { CallSid: sids.ann })).toMatchObject({ FriendlyName: room })
    await participant('ann').update({ hold: false })
    await hearsOnly('ann', ['ben', 'cat'])
    await participant('ann').update({ hold: true })
    await until('the usual music', async () => {
      const { heard } = await carrier.control('GET', `/calls/${sids.ann}`)
      return heard.rmsDb > -50
    })
    await hearsOnly('ann', [])
    await participant('ann').update({ holdUrl, holdMethod: 'POST' })
    await until('the other music', async () => (await share('ann', 2800)) > 0.9)
  })

  test('the coach hears all and is heard by one', async () => {
    await join('ann')
    await join('ben')
    await join('cat', { coaching: true, callSidToCoach: sids.ann })
    await hearsOnly('ann', ['ben', 'cat'])
    await hearsOnly('ben', ['ann'])
    await hearsOnly('cat', ['ann', 'ben'])
    const coach = await participant('cat').fetch()
    expect([coach.coaching, coach.callSidToCoach]).toEqual([true, sids.ann])
    const listed = await carrier.client.conferences(coach.conferenceSid).participants.list({ coaching: true })
    expect(listed.map(({ label }) => label)).toEqual(['cat'])
    await participant('cat').update({ coaching: true, callSidToCoach: sids.ben })
    await hearsOnly('ben', ['ann', 'cat'])
    await participant('cat').update({ coaching: false })
    await hearsOnly('ann', ['ben', 'cat'])
    const wrong = participant('cat').update({ coaching: true, callSidToCoach: `CA${'0'.repeat(32)}` })
    await expect(wrong).rejects.toMatchObject({ code: 13240 })
  })
})

describe('announcements', () => {
  test('are heard by one or by all and tell when they are over', async () => {
    await join('ann')
    await join('ben')
    await join('cat')
    const { conferenceSid } = await participant('ann').fetch()
    const announceUrl = playing('/news', 2800, 1)
    await participant('ann').update({ announceUrl })
    await until('the news for ann', async () => (await share('ann', 2800)) > 0.2)
    const end = await carrier.app.got('/room', { StatusCallbackEvent: 'announcement-end', CallSid: sids.ann })
    expect(end).toMatchObject({ AnnounceUrl: announceUrl, ConferenceSid: conferenceSid, ParticipantLabel: 'ann' })
    await carrier.client.conferences(conferenceSid).update({ announceUrl })
    await until('the news for ben', async () => (await share('ben', 2800)) > 0.2)
    const missing = carrier.app.answers('/missing', () => ({ status: 404, xml: '' }))
    await carrier.client.conferences(conferenceSid).update({ announceUrl: missing })
    const failed = await carrier.app.got('/room', { StatusCallbackEvent: 'announcement-fail', AnnounceUrl: missing })
    expect(failed.ReasonAnnouncementFailed).toContain('404')
  })
})

describe('waiting', () => {
  test('is filled by what the WaitUrl sounds like, until the second comes', async () => {
    await join('ann', { waitUrl: playing('/wait', 2800) })
    await until('the music', async () => (await share('ann', 2800)) > 0.9)
    await join('ben')
    await hearsOnly('ann', ['ben'])
  })

  test('a conference document is read as well', async () => {
    const { app, client } = carrier
    app.answers(
      '/in',
      `<Response><Dial><Conference beep="onExit" waitUrl="/wait" participantLabel="caller"
        record="record-from-start" recordingStatusCallback="/recorded">${room}</Conference></Dial></Response>`,
    )
    playing('/wait', 2800)
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: OURS })
    await client.incomingPhoneNumbers(number!.sid).update({ voiceUrl: `${app.base}/in` })
    const { callSid } = await carrier.control('POST', '/calls', {
      from: '+442079460801',
      to: OURS,
      play: { toneHz: 440 },
    })
    sids.ann = callSid
    await until('the music', async () => (await share('ann', 2800)) > 0.9)
    await join('ben')
    await hearsOnly('ann', ['ben'])
    await carrier.control('POST', `/calls/${callSid}/hangup`)
    await client.conferences((await participant('ben').fetch()).conferenceSid).update({ status: 'completed' })
    expect(await app.got('/recorded')).toMatchObject({ RecordingStatus: 'completed', RecordingSource: 'Conference' })
  })
})

describe('an application as a participant', () => {
  test('hears the others and is heard by them as its document says', async () => {
    const { client, app } = carrier
    const application = await client.applications.create({ voiceUrl: playing('/assistant', 2800) })
    await join('ann')
    const made = await client.conferences(room).participants.create({
      to: `app:${application.sid}?task=help`,
      from: OURS,
      label: 'assistant',
    })
    expect(await app.got('/assistant', { CallSid: made.callSid })).toMatchObject({
      To: `app:${application.sid}`,
      Direction: 'outbound-api',
      CallStatus: 'in-progress',
      task: 'help',
    })
    await until('the assistant', async () => (await share('ann', 2800)) > 0.9)
    await client.conferences(room).participants('assistant').update({ muted: true })
    await until('silence', async () => (await share('ann', 2800)) < 0.1)
    await client.conferences(room).participants('assistant').remove()
    await until('its end', async () => (await client.calls(made.callSid).fetch()).status === 'completed')
  })

  test('an application nobody has is 21211', async () => {
    const to = `app:AP${'0'.repeat(32)}`
    const made = carrier.client.conferences(room).participants.create({ to, from: OURS })
    await expect(made).rejects.toMatchObject({ code: 21211 })
  })
})

test('a conference that is over takes nobody by its SID', async () => {
  await join('ann')
  const { conferenceSid } = await participant('ann').fetch()
  await carrier.client.conferences(conferenceSid).update({ status: 'completed' })
  const again = carrier.client.conferences(conferenceSid).participants.create({ to: '+442079460801', from: OURS })
  await expect(again).rejects.toMatchObject({ code: 20404 })
})
