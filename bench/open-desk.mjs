import { chromium } from '@playwright/test'

const OUTSIDE = '+442079460958'
const LINE = '+442079460111'
/** Stands in the vendor's SDK and nowhere in our own scripts. */
const SDK_MARK = 'twilio-js-sdk'
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
  const options = { baseURL: `http://localhost:${env.PORT}`, permissions: ['microphone'], locale: 'en-GB' }
  const context = await browser.newContext(options)
  await context.addInitScript(noteTimes)
  const newPage = async () => {
    const other = await context.newPage()
    other.on('dialog', (dialog) => void dialog.accept())
    return other
  }
  let page = await newPage()
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

    /** From the end of the tab that has the phone to the moment another tab is registered in its place. */
    async takeOver() {
      const leader = page
      page = await newPage()
      await openPhone(page)
      await page.evaluate(() => {
        window.offhookTimes.connectingAt = 0
        window.offhookTimes.readyAt = 0
      })
      const closedAt = Date.now()
      await leader.close({ runBeforeUnload: false })
      return (await until(async () => (await times()).readyAt)) - closedAt
    },

    /** The phone's page in a browser that knows nothing yet: when it can be typed into and when it can ring, and the scripts it got. */
    async coldPage() {
      const state = await context.storageState()
      const cold = await browser.newContext({ ...options, storageState: state })
      await cold.addInitScript(noteTimes)
      const first = await cold.newPage()
      const scripts = await watchScripts(first)
      await openPhone(first)
      const { typableAt, readyAt, startedAt } = await first.evaluate(() => ({
        ...window.offhookTimes,
        startedAt: performance.timeOrigin,
      }))
      const sizes = await scripts()
      await cold.close()
      return { interactiveMs: typableAt - startedAt, readyMs: readyAt - startedAt, ...sizes }
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
  await isReady(page)
}

async function openPhone(page) {
  await page.goto('/phone')
  await isReady(page)
}

const isReady = (page) => page.getByText('Ready', { exact: true }).first().waitFor()

/** Runs in the page: notes when a button was pressed, a card appeared, the number could be typed, and the phone became ready. */
function noteTimes() {
  window.offhookTimes = { clickedAt: 0, cardAt: 0, typableAt: 0, connectingAt: 0, readyAt: 0 }
  const times = window.offhookTimes
  const note = (name, isSo) => {
    if (!times[name] && isSo) times[name] = Date.now()
  }
  addEventListener('click', () => (times.clickedAt = Date.now()), true)
  addEventListener('focusin', ({ target }) =>
    note('typableAt', target.getAttribute('aria-describedby') === 'dial-preview'),
  )
  const look = () => {
    const text = document.querySelector('header')?.textContent ?? ''
    note('cardAt', document.querySelector('[role=alertdialog]'))
    note('connectingAt', text.includes('Connecting…'))
    note('readyAt', times.connectingAt && text.includes('Ready'))
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
}

/** Counts the scripts a page gets, as they travel: those of the voice SDK and those of the page itself. */
async function watchScripts(page) {
  const devtools = await page.context().newCDPSession(page)
  const found = new Map()
  devtools.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && found.set(requestId, 0))
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (found.has(requestId)) found.set(requestId, encodedDataLength)
  })
  await devtools.send('Network.enable')
  return async () => {
    const sizes = { pageBytes: 0, sdkBytes: 0 }
    for (const [requestId, bytes] of found) {
      const { body } = await devtools.send('Network.getResponseBody', { requestId })
      sizes[body.includes(SDK_MARK) ? 'sdkBytes' : 'pageBytes'] += bytes
    }
    return sizes
  }
}

async function until(fact) {
  for (;;) {
    const value = await fact()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
