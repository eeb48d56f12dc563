import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Phones } from './phones.ts'
import { expect as atOnce, dial, expectReady, LINE, OUTSIDE, openPhone, signIn, test, watchedPage } from './story.ts'

/** The machine may be busy: no picture is worth less for being late. */
const expect = atOnce.configure({ timeout: 60_000 })
/** Pictures of the pages as they are, named like the drafts they are held beside; m is the small screen. */
const FOLDER = process.env.SCREENS ?? 'docs/screens'
const DESK = { width: 1280, height: 800 }
const POCKET = { width: 390, height: 844 }
/** Pixels of a picture for each of the page. */
const SHARPNESS = 1.5
const MAIN_LINE = '+442079460120'
const CALLERS = ['+442079460901', '+442079460283', '+447700900142', '+442079460411', '+14155550142', '+442079460634']

test.use({ contextOptions: { viewport: DESK, permissions: ['microphone'] } })

test('pictures of the phone and of the history', async ({ agent, browser, baseURL, contextOptions, phones }) => {
  test.setTimeout(600_000)
  mkdirSync(FOLDER, { recursive: true })
  const admin = await watchedPage(await browser.newContext({ ...contextOptions, ...(baseURL && { baseURL }) }))
  await signIn(admin, 'admin@demo.test')
  await expectReady(admin)
  await openPhone(agent)
  await fillHistory(agent, phones)

  await admin.getByRole('button', { name: 'Dismiss' }).click()
  await admin.getByLabel('Number to call').fill('020 7946 0958')
  await expect(admin.getByText('+44 20 7946 0958')).toBeVisible()
  await expect(admin.getByRole('main')).toContainText('cancelled')
  await take(admin, '01-phone')
  await take(admin, '01m-phone', POCKET)
  await admin.keyboard.press('Escape')

  await takeRinging(admin, phones)
  const recorded = await takeLive(admin, phones)
  await takeHistory(admin, recorded)
  await takeDetail(admin, phones, recorded)
  await admin.goto('/stats')
  await expect(admin.getByRole('heading', { name: 'Stats' })).toBeVisible()
  await expect(admin.getByText('Emergency').first()).toBeVisible()
  await take(admin, '06-stats')
  await take(admin, '06m-stats', POCKET)
})

/** Some calls of every kind, so that the lists are no desert. */
async function fillHistory(agent: Page, phones: Phones): Promise<void> {
  for (const [index, from] of CALLERS.entries()) {
    const call = await phones.dialIn({ from, to: index % 2 ? MAIN_LINE : LINE, play: { toneHz: 500 + 100 * index } })
    await expect(agent.getByRole('alertdialog')).toBeVisible()
    if (index !== 2) {
      await agent.getByRole('button', { name: 'Answer' }).click()
      await expect(agent.getByText('Recording, both sides')).toBeVisible()
    }
    await call.hangUp()
    await expect(agent.getByRole('alertdialog').or(agent.getByRole('timer'))).toHaveCount(0)
  }
  for (const answer of ['busy', 'auto', 'never'] as const) {
    await phones.script(OUTSIDE, { answer, afterMs: 0, play: { toneHz: 700 } })
    await dial(agent, OUTSIDE)
    if (answer === 'auto') await expect(agent.getByText('Recording, both sides')).toBeVisible()
    if (answer === 'never') await (await phones.reached(OUTSIDE)).expectState('ringing')
    if (answer !== 'busy') await agent.getByRole('button', { name: 'Hang up' }).click()
    await expect(agent.getByRole('button', { name: 'Call again' })).toBeVisible()
  }
}

async function takeRinging(admin: Page, phones: Phones): Promise<void> {
  await admin.getByRole('link', { name: 'Calls' }).first().click()
  await expect(admin.getByRole('table')).toBeVisible()
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(admin.getByRole('alertdialog')).toContainText('Also ringing')
  await take(admin, '02-incoming')
  await take(admin, '02m-incoming', POCKET)
  await call.hangUp()
  await expect(admin.getByRole('alertdialog')).toHaveCount(0)
}

/** The call itself, and its id. */
async function takeLive(admin: Page, phones: Phones): Promise<string> {
  await openPhone(admin)
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: 1000 } })
  await dial(admin, OUTSIDE)
  await expect(admin.getByText('Recording, both sides')).toBeVisible()
  await expect(admin.getByRole('timer')).toContainText('00:12', { timeout: 30_000 })
  await take(admin, '03-live')
  await admin.getByRole('button', { name: 'Mute' }).click()
  await expect(admin.getByText('and you seem to be talking')).toBeVisible()
  await take(admin, '03m-live', POCKET)
  await admin.getByRole('button', { name: 'Hang up' }).click()
  await expect(admin.getByText('You hung up.')).toBeVisible()
  const { data } = await (await admin.request.get('/api/calls?limit=1')).json()
  return data.calls[0].id
}

async function takeHistory(admin: Page, id: string): Promise<void> {
  await admin.goto(`/calls?call=${id}`)
  await listen(admin)
  await take(admin, '04-history')
  await admin.getByRole('button', { name: 'Close', exact: true }).click()
  await take(admin, '04m-history', POCKET)
}

/** The page of a call, while another goes on in the dock. */
async function takeDetail(admin: Page, phones: Phones, id: string): Promise<void> {
  await openPhone(admin)
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: 1000 } })
  await dial(admin, OUTSIDE)
  await expect(admin.getByText('Recording, both sides')).toBeVisible()
  await admin.getByRole('link', { name: 'Calls' }).first().click()
  await admin.locator(`[data-call="${id}"]`).click()
  await admin.getByRole('link', { name: 'Open page' }).click()
  await expect(admin.getByText('MOS, 1 to 5')).toBeVisible()
  await listen(admin)
  await take(admin, '05-call')
  await admin.getByRole('button', { name: 'Hang up' }).click()
}

/** Plays a little of the recording, so that its cursor is seen. */
async function listen(page: Page): Promise<void> {
  const player = page.getByRole('group', { name: 'Recording' })
  const slider = player.getByRole('slider')
  await expect(slider).toBeVisible()
  await player.getByRole('button', { name: 'Play', exact: true }).click()
  await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeGreaterThan(3)
  await player.getByRole('button', { name: 'Pause', exact: true }).click()
}

/** One picture in each theme. */
async function take(page: Page, name: string, size = DESK): Promise<void> {
  await page.setViewportSize(size)
  const devtools = await page.context().newCDPSession(page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.mouse.move(0, 0)
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
    const clip = { x: 0, y: 0, ...size, scale: SHARPNESS }
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 80, clip })
    writeFileSync(join(FOLDER, `${name}-${colorScheme}.webp`), Buffer.from(data, 'base64'))
  }
  await devtools.detach()
  await page.setViewportSize(DESK)
}
