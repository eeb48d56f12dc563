import { expectAccessible, WIDTHS } from './accessible.ts'
import { expect, LINE, OUTSIDE, openPhone, PASSWORD, test } from './story.ts'

test('an admin makes a key for a program, revokes it, and reads in the audit log who did it', async ({
  pageOf,
  baseURL,
}) => {
  const page = await pageOf('admin@demo.test')
  await page.goto('/phone')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'API keys' }).click()
  const name = `Story ${Date.now()}`
  await page.getByLabel('What is it for?').fill(name)
  await page.getByRole('button', { name: 'Make key' }).click()
  const key = await page.getByRole('alert').filter({ hasText: name }).locator('code').innerText()
  const asProgram = async () => {
    const response = await fetch(`${baseURL}/api/calls`, { headers: { authorization: `Bearer ${key}` } })
    return response.status
  }
  expect(await asProgram()).toBe(200)
  await page.getByRole('button', { name: `Revoke: ${name}` }).click()
  await page.getByRole('button', { name: `Revoke it now: ${name}` }).click()
  await expect(page.getByText('Revoked Today').first()).toBeVisible()
  expect(await asProgram()).toBe(401)
  await page.getByRole('link', { name: 'Audit log' }).click()
  const entries = page.getByRole('listitem')
  await expect(entries.filter({ hasText: `Jonas Lind revoked an API key` }).first()).toBeVisible()
  await expect(entries.filter({ hasText: name }).first()).toBeVisible()
})

test('an owner says how long recordings are kept, and is told what that removes before it is saved', async ({
  pageOf,
}) => {
  const page = await pageOf('owner@demo.test')
  await page.goto('/settings/recordings')
  const choose = async (time: string) => {
    await page.getByRole('combobox', { name: 'Keep recordings' }).click()
    await page.getByRole('option', { name: time }).click()
  }
  const save = async () => {
    const saved = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok())
    await page.getByRole('button', { name: 'Save' }).click()
    await saved
  }
  await choose('For some days')
  await page.getByLabel('Days', { exact: true }).fill('3650')
  await expect(page.getByText('No recording is that old now.')).toBeVisible()
  for (const { width, height } of WIDTHS) {
    await page.setViewportSize({ width, height })
    await expectAccessible(page)
  }
  await save()
  await page.reload()
  await expect(page.getByLabel('Days', { exact: true })).toHaveValue('3650')
  await choose('For ever')
  await save()
  await page.goto('/settings/audit?action=recording.')
  await expect(page.getByText('changed how long recordings are kept').first()).toBeVisible()
})

/** Whatever became of a story: the agent's next page is in English again. */
test.afterEach(async ({ context }) => {
  const response = await context.request.put('/api/users/me/preferences', { data: {} })
  expect(response.ok(), await response.text()).toBe(true)
})

test('somebody reads the clock their own way, on every page, and nobody else does', async ({ agent, phones }) => {
  await openPhone(agent)
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(agent.getByRole('alertdialog')).toBeVisible()
  await call.hangUp()
  await agent.goto('/settings')
  await agent.getByRole('combobox', { name: 'Clock' }).click()
  await agent.getByRole('option', { name: '2:20 pm' }).click()
  await expect(agent.locator('html')).toHaveAttribute('data-reader', 'en-GB|day-month|h12')
  await agent.goto('/calls')
  await expect(
    agent
      .getByText(/\d:\d\d [ap]m/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
  await agent.goto('/settings')
  await agent.getByRole('combobox', { name: 'Clock' }).click()
  await agent.getByRole('option', { name: '14:20' }).click()
  await expect(agent.locator('html')).toHaveAttribute('data-reader', 'en-GB|day-month|h23')
})

test('a new password needs the old one, and an agent sees nothing of the business’s keys', async ({ agent }) => {
  await agent.goto('/settings')
  await expect(agent.getByRole('link', { name: 'API keys' })).toHaveCount(0)
  const change = agent.getByRole('button', { name: 'Change password' })
  await agent.getByLabel('Current password').fill('not this one')
  await agent.getByLabel('New password').fill(PASSWORD)
  await expect(change).toBeDisabled()
  await agent.getByLabel('New password').fill(`${PASSWORD}-and-more`)
  await change.click()
  await expect(agent.getByRole('alert').filter({ hasText: 'The current password is not right.' })).toBeVisible()
})

test('the whole desk speaks Spanish to whoever chose it, and English again', async ({ agent }) => {
  await agent.goto('/settings')
  await agent.getByRole('combobox', { name: 'Language' }).click()
  await agent.getByRole('option', { name: 'Español' }).click()
  await expect(agent.getByRole('heading', { name: 'Ajustes' })).toBeVisible()
  await expect(agent).toHaveTitle(/Tus ajustes/)
  await agent.goto('/phone')
  await expect(agent.getByLabel('Número al que llamar')).toBeVisible()
  await expect(agent.getByText('Listo', { exact: true }).first()).toBeVisible()
  await agent.goto('/settings')
  await agent.getByRole('combobox', { name: 'Idioma' }).click()
  await agent.getByRole('option', { name: 'English' }).click()
  await expect(agent.getByRole('heading', { name: 'Settings' })).toBeVisible()
})

for (const width of [1280, 390]) {
  test(`written from right to left, nothing sticks out at ${width} px`, async ({ agent }) => {
    await agent.setViewportSize({ width, height: 844 })
    for (const path of ['/phone', '/calls', '/settings']) {
      await agent.goto(path)
      await agent.locator('html').evaluate((html) => html.setAttribute('dir', 'rtl'))
      await expect(agent.getByRole('main')).toBeVisible()
      const overflow = await agent.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, path).toBeLessThanOrEqual(0)
    }
  })
}
