import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { dial, expect, LINE, OUTSIDE, openPhone, test } from './story.ts'

const WIDTHS = [
  { name: 'desk', width: 1280, height: 800 },
  { name: 'pocket', width: 390, height: 844 },
]

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, 'nothing sticks out sideways').toBeLessThanOrEqual(0)
}

for (const { name, width, height } of WIDTHS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ contextOptions: { viewport: { width, height }, colorScheme, permissions: ['microphone'] } })

      test('the phone at rest, ringing, live and after, and the history pass axe', async ({ agent, phones }) => {
        await openPhone(agent)
        await agent.getByLabel('Number to call').fill('020 7946 0958')
        await expectAccessible(agent)
        const incoming = await phones.dialIn({ from: OUTSIDE, to: LINE })
        await expect(agent.getByRole('alertdialog')).toBeVisible()
        await expectAccessible(agent)
        await incoming.hangUp()
        await expect(agent.getByRole('alertdialog')).toHaveCount(0)

        await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
        await dial(agent, OUTSIDE)
        await expect(agent.getByRole('timer')).toBeVisible()
        await expectAccessible(agent)
        await agent.getByRole('button', { name: 'Hang up' }).click()
        await expect(agent.getByText('You hung up.')).toBeVisible()
        await expectAccessible(agent)
        await agent.goto('/calls')
        const newest = agent.getByRole('link', { name: '020 7946 0958' }).filter({ visible: true }).first()
        await expect(newest).toBeVisible()
        await expectAccessible(agent)
        await newest.click()
        await expect(agent.getByRole('heading', { name: 'Legs' })).toBeVisible()
        await expectAccessible(agent)
      })
    })
  }
}

test('the sign-in page passes axe', async ({ browser, baseURL }) => {
  for (const { width, height } of WIDTHS) {
    const context = await browser.newContext({ baseURL, viewport: { width, height } })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await expectAccessible(page)
    await context.close()
  }
})

test('a whole call with the keyboard alone', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await agent.keyboard.type('02079460958')
  await agent.keyboard.press('Enter')
  await expect(agent.getByRole('timer')).toBeVisible()
  const hangUp = agent.getByRole('button', { name: 'Hang up' })
  await expect
    .poll(async () => {
      await agent.keyboard.press('Tab')
      return hangUp.evaluate((button) => button === document.activeElement)
    })
    .toBe(true)
  await agent.keyboard.press('Enter')
  await expect(agent.getByText('You hung up.')).toBeVisible()
})
