import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { SAMPLE_RATE_HZ } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { encodeWav } from '#lib/media/wav.ts'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'

const OURS = '+442079460111'
const SAMUEL = '+447700900142'
const MIC_HZ = 440
/** Set it to look at the page beside the mocks. */
const SHOTS = process.env.HANDSET_SHOTS
let browser: Browser
let carrier: TestCarrier
let folder: string

beforeAll(async () => {
  carrier = await startTestCarrier({ media: { host: '127.0.0.1', ports: [45_200, 45_249] } })
  const voiceUrl = carrier.app.answers(
    '/phone',
    '<Response><Say>Bookings, one moment.</Say><Pause length="60"/></Response>',
  )
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS, friendlyName: 'Emergency', voiceUrl })
  folder = await mkdtemp(join(tmpdir(), 'offhook-handset-'))
  const microphone = join(folder, 'microphone.wav')
  await writeFile(microphone, encodeWav(new Tone(MIC_HZ, -12).pcm(SAMPLE_RATE_HZ * 2)))
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphone}`,
      '--allow-loopback-in-peer-connection',
    ],
  })
})
afterAll(async () => {
  await browser?.close()
  await carrier?.close()
  await rm(folder, { recursive: true })
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  await carrier.control('DELETE', '')
})

/** The page in a window of its own; a complaint on its console fails the test that says so by `errors`. */
async function open(options: object = {}): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(carrier.url)
  await page
    .getByRole('status')
    .getByText(/On the hook|Call ended/)
    .waitFor()
  return { page, errors }
}
const callsOf = async (number: string) => (await carrier.control('GET', `/phones/${encodeURIComponent(number)}`)).calls
const shoot = async (page: Page, name: string) => {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}
const ring = (to = SAMUEL) =>
  carrier.client.calls.create({ to, from: OURS, twiml: '<Response><Pause length="60"/></Response>' })

const LOOKS = [
  ['1280-light', { colorScheme: 'light' }],
  ['1280-dark', { colorScheme: 'dark' }],
  ['390-light', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ['390-dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
] as const

test.each(LOOKS)('nothing to complain about in any state: %s', async (name, options) => {
  const { page, errors } = await open(options)
  const check = async (state: string) => {
    await shoot(page, `${name}-${state}`)
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(sideways).toBeLessThanOrEqual(0)
  }
  await check('idle')
  await carrier.control('PUT', `/phones/${encodeURIComponent(SAMUEL)}`, { answer: 'manual' })
  await ring()
  await page.getByRole('button', { name: 'Answer' }).waitFor()
  expect(await page.getByLabel('Just ring').isChecked()).toBe(true)
  await check('ringing')
  await page.getByRole('button', { name: 'Answer' }).click()
  await page.getByRole('button', { name: 'I need the annual service.' }).click()
  await page.getByText('saying it').waitFor()
  await page.waitForFunction(() => document.querySelectorAll('#said .said').length > 5)
  await check('answered')
  expect(errors).toEqual([])
})

test('a phone rings one of our lines by keyboard alone, hears what it is told, presses keys, hangs up', async () => {
  const { page, errors } = await open()
  await page.getByRole('button', { name: 'Call' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('In a call with').waitFor()
  const diary = page.getByRole('complementary', { name: 'What this phone does' }).getByRole('list')
  await diary.getByText('You rang 020 7946 0111').waitFor()
  await diary.getByText('Heard: “Bookings, one moment.”').waitFor()
  await page.keyboard.press('7')
  await diary.getByText('Pressed 7').waitFor()
  await page.getByRole('button', { name: 'Hang up' }).focus()
  await page.keyboard.press('Enter')
  await diary.getByText('You hung up').waitFor()
  expect((await callsOf(SAMUEL))[0]).toMatchObject({ direction: 'out', state: 'ended', endReason: 'phone' })
  expect(errors).toEqual([])
})

test('a person answers and talks with the own microphone: heard, hears, mutes, and leaves', async () => {
  const { page } = await open({ permissions: ['microphone'] })
  await page.getByLabel('Just ring').check()
  await until('the script', async () => {
    const { script } = await carrier.control('GET', `/phones/${encodeURIComponent(SAMUEL)}`)
    return script.answer === 'manual'
  })
  const room = carrier.client.conferences('handset')
  const far = '+442079460970'
  await carrier.control('PUT', `/phones/${encodeURIComponent(far)}`, { afterMs: 0, play: { toneHz: 1000 } })
  const { callSid } = await room.participants.create({ to: far, from: OURS })
  await room.participants.create({ to: SAMUEL, from: OURS })
  await page.getByRole('button', { name: 'Answer' }).click()
  const hears = (hz: number, isSo: boolean) =>
    until(`${hz} Hz ${isSo}`, async () => {
      const { ratio } = await carrier.control('GET', `/calls/${callSid}/heard?hz=${hz}&ms=300`)
      return ratio > 0.8 === isSo
    })
  await page.getByLabel('Use my own microphone').check()
  await hears(MIC_HZ, true)
  await page.waitForFunction(() => {
    const ear = document.querySelector('audio')!
    return ear.srcObject !== null && !ear.paused && ear.currentTime > 0.3
  })
  await page.getByRole('button', { name: 'Mute' }).click()
  await hears(MIC_HZ, false)
  await page.getByRole('button', { name: 'Mute' }).click()
  await hears(MIC_HZ, true)
  await page.getByRole('button', { name: 'Thank you, goodbye.' }).click()
  await hears(MIC_HZ, false)
  await hears(MIC_HZ, true)
  await page.getByLabel('Use my own microphone').uncheck()
  await hears(MIC_HZ, false)
  await page.getByRole('button', { name: 'Hang up' }).click()
  await page.getByText('Call ended').waitFor()
})

test('a phone is added, kept, and does what is chosen for it', async () => {
  const { page } = await open()
  await page.getByRole('button', { name: 'Another phone' }).click()
  await page.getByLabel('Name').fill('Nadia')
  await page.getByRole('button', { name: 'Add' }).click()
  await page.getByRole('button', { name: 'Nadia' }).waitFor()
  await page.getByLabel('Be busy').check()
  await page.getByRole('button', { name: 'Nadia' }).getByText('Always busy').waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Nadia' }).getByText('Always busy').waitFor()
  const { sid } = await ring('+447700900200')
  await until('busy', async () => (await carrier.client.calls(sid).fetch()).status === 'busy')
})

test('a phone nobody put on the list shows up when it is called', async () => {
  const { page } = await open()
  await ring('+442079460992')
  await page.getByRole('button', { name: '020 7946 0992' }).getByText('Ringing').waitFor()
})
