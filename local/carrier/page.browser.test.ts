import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'

let browser: Browser
let carrier: TestCarrier

beforeAll(async () => {
  carrier = await startTestCarrier()
  const voiceUrl = carrier.app.answers('/phone', '<Response><Say>Hello</Say><Pause length="60"/></Response>')
  await carrier.client.incomingPhoneNumbers.create({
    phoneNumber: '+442079460111',
    friendlyName: 'Emergency',
    voiceUrl,
  })
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser?.close()
  await carrier?.close()
})

test.each(['light', 'dark'] as const)('a phone is used by keyboard, in %s', async (colorScheme) => {
  const page = await (await browser.newContext({ colorScheme })).newPage()
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(carrier.url)
  await page.getByText('+442079460111 Emergency').waitFor({ state: 'attached' })
  await page.getByLabel('This phone').focus()
  await page.keyboard.press('Enter')
  const row = page.getByRole('row', { name: '+442079460958' }).first()
  await row.getByText('Talking').waitFor()
  await row.getByText('Hello').waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await row.getByRole('button', { name: 'Hang up +442079460958' }).focus()
  await page.keyboard.press('Enter')
  await row.getByText('Ended').waitFor()
  expect(errors).toEqual([])
  await page.close()
})

test('a phone that rings until it is answered is answered on the page', async () => {
  const page = await browser.newPage()
  await page.goto(carrier.url)
  await page.getByLabel('This phone').fill('+442079460960')
  await page.getByLabel('When it is called').selectOption('manual')
  await page.getByText('it rings until you answer here.').waitFor()
  const twiml = '<Response><Pause length="60"/></Response>'
  const { sid } = await carrier.client.calls.create({ to: '+442079460960', from: '+442079460111', twiml })
  await page.getByRole('button', { name: 'Answer +442079460960' }).click()
  await until('the answer', async () => (await carrier.client.calls(sid).fetch()).status === 'in-progress')
  await page.close()
})
