import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { listenIn } from './hearing.ts'
import { type PhoneCall, Phones } from './phones.ts'

export const PASSWORD = 'offhook'
export const LINE = '+442079460111'
export const OUTSIDE = '+442079460958'

interface Story {
  phones: Phones
  /** An agent's page, signed in, at no address yet. */
  agent: Page
  /** A second tab of the same agent. */
  secondTab: Page
  /** A page of somebody else, signed in, at no address yet. */
  pageOf: (email: string) => Promise<Page>
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

interface Worker {
  /** Signs in once per worker and person: tries are counted, and every story begins from the cookie. */
  sessionOf: (email: string) => Promise<Session>
}

/** Errors the browser reports about a request that a story makes fail on purpose. */
const EXPECTED_ERRORS =
  /inline style violates|status of (401|403|404|409|422|429|50[023])|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket/

export const test = base.extend<Story, Worker>({
  sessionOf: [
    async ({ browser }, use) => {
      const sessions = new Map<string, Session>()
      await use(async (email) => {
        const session = sessions.get(email) ?? (await openSession(browser, email))
        sessions.set(email, session)
        return session
      })
    },
    { scope: 'worker' },
  ],
  // In every story: a call that another one left behind rings here too.
  phones: [
    async ({ browserName: _ }, use) => {
      const phones = new Phones()
      await phones.reset()
      await use(phones)
      await phones.reset()
    },
    { auto: true },
  ],
  context: async ({ browser, sessionOf, contextOptions }, use) => {
    const storageState = await sessionOf('agent@demo.test')
    const context = await browser.newContext({ ...contextOptions, storageState })
    await context.addInitScript(listenIn)
    await use(context)
    await context.close()
  },
  agent: async ({ context }, use) => {
    await use(await watchedPage(context))
  },
  secondTab: async ({ context }, use) => {
    await use(await watchedPage(context))
  },
  pageOf: async ({ browser, sessionOf, contextOptions }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (email) => {
      const context = await browser.newContext({ ...contextOptions, storageState: await sessionOf(email) })
      contexts.push(context)
      return watchedPage(context)
    })
    for (const context of contexts) await context.close()
  },
})

export { expect }

/** A page whose unexpected console errors fail the story. */
export async function watchedPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.on('console', (message) => {
    const expected = EXPECTED_ERRORS.test(message.text())
    if (message.type() === 'error' && !expected) throw new Error(`console.error on the page: ${message.text()}`)
  })
  page.on('pageerror', (error) => {
    throw error
  })
  page.on('dialog', (dialog) => void dialog.accept())
  return page
}

async function openSession(browser: Browser, email: string): Promise<Session> {
  const context = await browser.newContext({ baseURL: process.env.E2E_BASE_URL ?? 'http://localhost:3000' })
  await signIn(await context.newPage(), email)
  const session = await context.storageState()
  await context.close()
  return session
}

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/phone')
}

/** Writes into the report how long something took; limits are judged elsewhere. */
export function tell(what: string, since: number): void {
  test.info().annotations.push({ type: 'took', description: `${what}: ${Date.now() - since} ms` })
}

/** Opens the phone and waits until it can ring. */
export async function openPhone(page: Page): Promise<void> {
  await page.goto('/phone')
  await expectReady(page)
}

/** The page says that it is registered, and its live socket is known to the desk. */
export async function expectReady(page: Page): Promise<void> {
  await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible()
}

/** Somebody calls until the page rings: while its phone comes back, a call may pass it by. */
export async function ring(page: Page, phones: Phones): Promise<PhoneCall> {
  const card = page.getByRole('alertdialog')
  for (;;) {
    const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
    const reached = async () => (await card.count()) > 0 || (await call.row()).state === 'ended'
    await expect.poll(reached, { message: 'the call reaches somebody or nobody', timeout: 60_000 }).toBe(true)
    if ((await card.count()) > 0) return call
  }
}

export async function dial(page: Page, number: string): Promise<void> {
  await page.getByLabel('Number to call').fill(number)
  await page.getByRole('button', { name: 'Call', exact: true }).click()
}
