import type { BrowserContext, Page } from '@playwright/test'
import { MICROPHONE_HZ } from './microphone.ts'
import { dial, expect, expectReady, LINE, OUTSIDE, openPhone, ring, tell, test, watchedPage } from './story.ts'

declare global {
  interface Window {
    unplugged: Set<string>
    sleptMs: number
    wasShown: Promise<void>
  }
}

/** Lets a story unplug devices of this browser. */
async function holdDevices(context: BrowserContext): Promise<Page> {
  await context.addInitScript(() => {
    const media = navigator.mediaDevices
    const enumerate = media.enumerateDevices.bind(media)
    window.unplugged = new Set()
    media.enumerateDevices = async () => (await enumerate()).filter(({ label }) => !window.unplugged.has(label))
  })
  return watchedPage(context)
}

/** Looks from now on for words that may stand there for a moment only; they have been there when `window.wasShown` resolves. */
const lookFor = (page: Page, words: string) =>
  page.evaluate((text) => {
    window.wasShown = new Promise((shown) => {
      const look = () => document.body.innerText.includes(text) && shown()
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
    })
  }, words)

const chooseHeadset = async (page: Page) => {
  await page.getByRole('button', { name: /^Sound/ }).click()
  await expect(page.getByRole('meter', { name: 'Microphone level' })).not.toHaveAttribute('aria-valuenow', '0')
  await page.getByRole('combobox', { name: /^Microphone/ }).click()
  await page.getByRole('option', { name: 'Fake Audio Input 1' }).click()
  await page.keyboard.press('Escape')
}

test('a chosen microphone is heard; unplugged in a call, the system’s own takes over and it says so', async ({
  context,
  phones,
}) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  const agent = await holdDevices(context)
  await openPhone(agent)
  await chooseHeadset(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  await call.expectHears(MICROPHONE_HZ)
  await agent.evaluate(() => {
    window.unplugged.add('Fake Audio Input 1')
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  })
  await expect(agent.getByText('Fake Audio Input 1 was unplugged.')).toBeVisible()
  await call.expectHears(MICROPHONE_HZ)
  await agent.evaluate(() => {
    window.unplugged.clear()
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  })
  await expect(agent.getByText('Fake Audio Input 1 was unplugged.')).toHaveCount(0)
  await call.expectHears(MICROPHONE_HZ)
  await agent.getByRole('button', { name: 'Hang up' }).click()
  const open = () =>
    agent.evaluate(() => (window.offhookMicrophones ?? []).filter(({ readyState }) => readyState === 'live').length)
  await expect.poll(open, 'no microphone stays open').toBe(0)
})

test('the connection to the phone network is cut in a call: the card says so, and the call goes on', async ({
  agent,
  phones,
}) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  await agent.getByText('Reconnecting').first().waitFor({ state: 'hidden' })
  await lookFor(agent, 'Connection lost, trying again.')
  await phones.cutSockets()
  await agent.evaluate(() => window.wasShown)
  await expect(agent.getByText('Connection lost, trying again.')).toHaveCount(0)
  await call.expectHears(MICROPHONE_HZ)
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await call.expectState('ended')
})

test('offline and back: the page says so, and is ready again within seconds', async ({ agent, context, phones }) => {
  await openPhone(agent)
  await context.setOffline(true)
  await phones.cutSockets()
  await expect(agent.getByText('Your phone is offline.')).toBeVisible()
  await context.setOffline(false)
  const backAt = Date.now()
  await expectReady(agent)
  tell('ready again', backAt)
  await expect(agent.getByText('Your phone is offline.')).toHaveCount(0)
})

test('the server gives no token for a while: the page says so, and is ready by itself afterwards', async ({
  agent,
}) => {
  let down = true
  await agent.route('**/api/phone/token', (route) => (down ? route.fulfill({ status: 503 }) : route.continue()))
  await agent.goto('/phone')
  await expect(agent.getByText('Your phone is offline.')).toBeVisible()
  down = false
  await expectReady(agent)
})

test('the machine slept: the phone registers anew, and rings', async ({ agent, phones }) => {
  await agent.addInitScript(() => {
    const now = Date.now.bind(Date)
    window.sleptMs = 0
    Date.now = () => now() + window.sleptMs
  })
  await openPhone(agent)
  const again = agent.waitForEvent('websocket', (socket) => socket.url().includes('/signal'))
  await agent.evaluate(() => {
    window.sleptMs = 120_000
  })
  await again
  await expectReady(agent)
  const call = await ring(agent, phones)
  await call.hangUp()
})

test.describe('with the microphone blocked', () => {
  test.use({ contextOptions: { permissions: [] } })

  test('the page says what to do, and no call is placed', async ({ agent, phones }) => {
    await agent.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('blocked', 'NotAllowedError'))
    })
    await openPhone(agent)
    await dial(agent, OUTSIDE)
    await expect(agent.getByText('The browser blocks the microphone.').first()).toBeVisible()
    await expect(agent.getByText('Code 31401').first()).toBeVisible()
    const incoming = await phones.dialIn({ from: OUTSIDE, to: LINE })
    await expect(agent.getByRole('alertdialog')).toContainText('020 7946 0958')
    await incoming.hangUp()
  })
})

test('a page nobody looks at tells a call by the system, once, and takes it back', async ({ context, phones }) => {
  await context.addInitScript(() => {
    const shown: string[] = []
    class Told extends EventTarget {
      static permission = 'granted'
      static requestPermission = async () => 'granted'
      constructor(title: string, options: NotificationOptions) {
        super()
        shown.push(`${title} · ${options.body} · ${options.tag ? 'tagged' : ''}`)
      }
      close() {
        shown.push('closed')
      }
    }
    Object.assign(window, { Notification: Told, shown })
    document.hasFocus = () => false
  })
  const agent = await watchedPage(context)
  await openPhone(agent)
  const shown = () => agent.evaluate(() => (window as unknown as { shown: string[] }).shown)
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(agent).toHaveTitle('Incoming: 020 7946 0958')
  await expect.poll(shown).toEqual(['020 7946 0958 · Incoming · Emergency line · tagged'])
  await call.hangUp()
  await expect.poll(shown).toEqual(['020 7946 0958 · Incoming · Emergency line · tagged', 'closed'])
  await expect(agent).not.toHaveTitle(/Incoming/)
})
