import { chromium } from '@playwright/test'

const OUTSIDE = '+442079460958'
const LINE = '+442079460111'
const FLAGS = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--disable-background-networking',
]

/** An agent's signed-in page on a started system, and how long its calls take by the machine's one clock. */
export async function openDesk(env, executablePath) {
  const carrier = `http://localhost:${env.LOCAL_CARRIER_PORT}`
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, ...sandbox] })
  const context = await browser.newContext({
    baseURL: `http://localhost:${env.PORT}`,
    permissions: ['microphone'],
    locale: 'en-GB',
  })
  await context.addInitScript(noteTimes)
  const page = await context.newPage()
  page.on('dialog', (dialog) => void dialog.accept())
  await signIn(page)

  const ask = async (method, path, body) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(carrier + path, { method, ...(body && { headers, body: JSON.stringify(body) }) })
    return response.status === 204 ? undefined : response.json()
  }
  const times = () => page.evaluate(() => window.offhookTimes)

  return {
    /** From the press of Call to the moment the callee's phone rings. */
    async clickToFarRing() {
      await ask('PUT', `/control/phones/${OUTSIDE}`, { answer: 'never' })
      const before = Date.now()
      await page.getByLabel('Number to call').fill(OUTSIDE)
      await page.getByRole('button', { name: 'Call', exact: true }).click()
      const rang = await until(async () => {
        const { calls } = await ask('GET', `/control/phones/${OUTSIDE}`)
        return calls[0]?.ringingAt > before && calls[0].ringingAt
      })
      const { clickedAt } = await times()
      await page.getByRole('button', { name: 'Hang up' }).click()
      await page.getByLabel('Number to call').waitFor()
      return rang - clickedAt
    },

    /** From the moment the carrier asks us about a call to the card on the agent's page. */
    async webhookToCard() {
      await page.evaluate(() => {
        window.offhookTimes.cardAt = 0
      })
      const { callSid } = await ask('POST', '/control/calls', { from: OUTSIDE, to: LINE })
      const shown = await until(async () => (await times()).cardAt)
      const { entries } = await ask('GET', '/control/log')
      const asked = entries.find((entry) => entry.callSid === callSid && entry.event === 'webhook')
      await ask('POST', `/control/calls/${callSid}/hangup`)
      await page.getByRole('alertdialog').waitFor({ state: 'detached' })
      return shown - (asked.at - asked.ms)
    },

    close: () => browser.close(),
  }
}

async function signIn(page) {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill('agent@demo.test')
  await page.getByLabel('Password', { exact: true }).fill('offhook')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/phone')
  await page.getByText('Ready', { exact: true }).first().waitFor()
}

/** Runs in the page: notes when a button was pressed and when a card appeared. */
function noteTimes() {
  window.offhookTimes = { clickedAt: 0, cardAt: 0 }
  addEventListener('click', () => (window.offhookTimes.clickedAt = Date.now()), true)
  const look = () => {
    if (!window.offhookTimes.cardAt && document.querySelector('[role=alertdialog]'))
      window.offhookTimes.cardAt = Date.now()
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
}

async function until(fact) {
  for (;;) {
    const value = await fact()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
