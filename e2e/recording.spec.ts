import type { Page } from '@playwright/test'
import { MICROPHONE_HZ } from './microphone.ts'
import type { PhoneCall } from './phones.ts'
import { dial, expect, OUTSIDE, openPhone, test } from './story.ts'

const CALLEE_HZ = 1000
const RATE_HZ = 8000

interface Detail {
  recordings: { id: string; duration_ms: number; channels: number; pauses: { from: string; to?: string }[] }[]
}

test('a recorded call is heard soon after its end: the callee on one channel, the agent on the other', async ({
  agent,
  phones,
}) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: CALLEE_HZ } })
  const call = await talk(agent, phones)
  await expect(agent.getByText('Recording, both sides')).toBeVisible()
  await heardFor(call, 50)
  const id = await hangUp(agent)

  await agent.goto(`/calls?call=${id}`)
  const player = agent.getByRole('group', { name: 'Recording' })
  await expect(player.getByRole('slider')).toBeVisible()
  await player.getByRole('button', { name: 'Play', exact: true }).click()
  const position = async () => Number(await player.getByRole('slider').getAttribute('aria-valuenow'))
  await expect.poll(position, 'it plays').toBeGreaterThan(0)

  const { recordings } = await detailOf(agent, id)
  expect(recordings[0]).toMatchObject({ channels: 2 })
  const sound = await soundOf(agent, recordings[0]!.id)
  expect(toneShare(sound.channel(0), CALLEE_HZ)).toBeGreaterThan(0.5)
  expect(toneShare(sound.channel(1), MICROPHONE_HZ)).toBeGreaterThan(0.5)
  expect(toneShare(sound.channel(0), MICROPHONE_HZ)).toBeLessThan(0.05)
})

test('a pause leaves a gap, and is shown only once it is confirmed', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: CALLEE_HZ } })
  const call = await talk(agent, phones)
  await expect(agent.getByText('Recording, both sides')).toBeVisible()
  await heardFor(call, 50)
  await agent.getByRole('button', { name: 'Pause rec' }).click()
  await expect(agent.getByText('Recording paused')).toBeVisible()
  await heardFor(call, 75)
  await agent.getByRole('button', { name: 'Resume rec' }).click()
  await expect(agent.getByText('Recording, both sides')).toBeVisible()
  await heardFor(call, 50)
  const id = await hangUp(agent)

  await agent.goto(`/calls/${id}`)
  await expect(agent.getByRole('group', { name: 'Recording' })).toBeVisible()
  const [recording] = (await detailOf(agent, id)).recordings
  expect(recording!.pauses).toMatchObject([{ from: expect.any(String), to: expect.any(String) }])
  const customer = (await soundOf(agent, recording!.id)).channel(0)
  const loud = Array.from({ length: Math.floor(customer.length / RATE_HZ / 0.1) }, (_, tenth) => {
    const part = customer.slice(tenth * 800, tenth * 800 + 800)
    return part.some((sample) => Math.abs(sample) > 500)
  })
  const text = loud.map((isLoud) => (isLoud ? 'x' : '.')).join('')
  expect(text, 'sound, a gap of a second or more, sound').toMatch(/x{4,}\.{10,}x{4,}/)
})

test('a pause whose reply is lost is not taken for one, until the carrier confirms it', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: CALLEE_HZ } })
  await talk(agent, phones)
  await expect(agent.getByText('Recording, both sides')).toBeVisible()
  await phones.dropReplies('/Recordings/RE')
  await agent.getByRole('button', { name: 'Pause rec' }).click()
  await expect(agent.getByText('May be recording').filter({ visible: true })).toBeVisible()
  await expect(agent.getByText('The pause is not confirmed.')).toBeVisible()
  await phones.heal()
  await expect(agent.getByText('Recording paused')).toBeVisible({ timeout: 30_000 })
  await hangUp(agent)
})

test('parts of the sound are served, and nothing of it to anybody else', async ({ agent, phones, request, pageOf }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: CALLEE_HZ } })
  const call = await talk(agent, phones)
  await expect(agent.getByText('Recording, both sides')).toBeVisible()
  await heardFor(call, 25)
  const id = await hangUp(agent)
  await expect.poll(async () => (await detailOf(agent, id)).recordings[0]?.duration_ms ?? 0).toBeGreaterThan(0)
  const address = `/api/recordings/${(await detailOf(agent, id)).recordings[0]!.id}/audio`
  const part = async (range: string) => {
    const response = await agent.request.get(address, { headers: { range } })
    return {
      status: response.status(),
      range: response.headers()['content-range'],
      bytes: (await response.body()).length,
    }
  }
  const whole = (await (await agent.request.get(address)).body()).length
  expect(await part('bytes=0-43')).toEqual({ status: 206, range: `bytes 0-43/${whole}`, bytes: 44 })
  expect(await part('bytes=100-199')).toEqual({ status: 206, range: `bytes 100-199/${whole}`, bytes: 100 })
  expect(await part('bytes=-10')).toEqual({
    status: 206,
    range: `bytes ${whole - 10}-${whole - 1}/${whole}`,
    bytes: 10,
  })
  expect(await part(`bytes=${whole}-`)).toMatchObject({ status: 416, range: `bytes */${whole}` })
  expect((await agent.request.get(address)).headers()).toMatchObject({ 'x-content-type-options': 'nosniff' })

  expect((await request.get(address)).status()).toBe(401)
  const stranger = await pageOf('admin@other.test')
  for (const path of [address, `/api/calls/${id}`, `/api/calls/${id}/events`]) {
    expect((await stranger.request.get(path)).status(), path).toBe(404)
  }
})

async function talk(agent: Page, phones: { reached(number: string): Promise<PhoneCall> }): Promise<PhoneCall> {
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  await call.expectHears(MICROPHONE_HZ)
  return call
}

/** The call goes on for so many more frames of 20 ms, by the phone's own count. */
async function heardFor(call: PhoneCall, frames: number): Promise<void> {
  const begin = (await call.row()).heard.frames
  await expect.poll(async () => (await call.row()).heard.frames - begin).toBeGreaterThan(frames)
}

/** Ends the call and gives its id. */
async function hangUp(agent: Page): Promise<string> {
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await expect(agent.getByText('You hung up.')).toBeVisible()
  const response = await agent.request.get('/api/calls?limit=1')
  return (await response.json()).data.calls[0].id
}

async function detailOf(agent: Page, id: string): Promise<Detail> {
  return (await (await agent.request.get(`/api/calls/${id}`)).json()).data
}

/** The recording's samples by channel, past its header of 44 bytes. */
async function soundOf(agent: Page, id: string) {
  const file = await (await agent.request.get(`/api/recordings/${id}/audio`)).body()
  const frames = Math.floor((file.length - 44) / 4)
  return {
    channel: (channel: number) =>
      Int16Array.from({ length: frames }, (_, index) => file.readInt16LE(44 + index * 4 + channel * 2)),
  }
}

/** How much of a sound is one tone, 0 to 1, by Goertzel over its last second. */
function toneShare(all: Int16Array, hz: number): number {
  const samples = all.slice(-RATE_HZ - 2000, -2000)
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / RATE_HZ)
  let [last, before, energy] = [0, 0, 0]
  for (const sample of samples) {
    const next = sample + coefficient * last - before
    before = last
    last = next
    energy += sample * sample
  }
  const power = last * last + before * before - coefficient * last * before
  return energy === 0 ? 0 : (2 * power) / (energy * samples.length)
}
