import { expectAccessible, WIDTHS } from './accessible.ts'
import { dial, expect, LINE, OUTSIDE, openPhone, test } from './story.ts'

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

test('at 200 % zoom nothing sticks out sideways, and the call can be ended', async ({ agent, phones }) => {
  await agent.setViewportSize({ width: 640, height: 400 })
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await expectAccessible(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.getByRole('button', { name: 'Keypad' }).click()
  await expectAccessible(agent)
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await expect(agent.getByText('You hung up.')).toBeVisible()
  await agent.goto('/calls')
  await expectAccessible(agent)
})

test('who wants less motion gets none: a number counts the ring down, nothing turns or slides', async ({
  agent,
  phones,
}) => {
  await agent.emulateMedia({ reducedMotion: 'reduce' })
  await openPhone(agent)
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  const card = agent.getByRole('alertdialog')
  await expect(card).toContainText(/\d+ s left/)
  await expect(card.locator('svg circle').first()).toBeHidden()
  const moving = await agent.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running'))
  expect(moving).toEqual([])
  await call.hangUp()
})

test('the state of a call is told to who cannot see it, without a word every second', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'manual' })
  await openPhone(agent)
  const told = agent.getByRole('status')
  await dial(agent, OUTSIDE)
  await expect(told.filter({ hasText: 'Dialing…' })).toBeAttached()
  const call = await phones.reached(OUTSIDE)
  await call.answer()
  await expect(told.filter({ hasText: /^Live$/ })).toBeAttached()
  await expect(agent.getByRole('timer')).toHaveAttribute('aria-live', 'off')
  await agent.getByRole('button', { name: 'Mute' }).click()
  await expect(agent.getByRole('button', { name: 'Unmute' })).toHaveAttribute('aria-pressed', 'true')
  await call.hangUp()
  await expect(told.filter({ hasText: 'Call ended' })).toBeAttached()
  await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(told.filter({ hasText: 'Incoming call from 020 7946 0958' })).toBeAttached()
})

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
