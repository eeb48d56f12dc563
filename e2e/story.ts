import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { listenIn } from './hearing.ts'
import { Phones } from './phones.ts'

export const PASSWORD = 'offhook'
export const LINE = '+442079460111'
export const OUTSIDE = '+442079460958'

interface Story {
  phones: Phones
  /** An agent's page, signed in, at no address yet. */
  agent: Page
  /** A second tab of the same agent. */
  secondTab: Page
}

interface Worker {
  agentState: string
}

/** Errors the browser reports about a request that a story makes fail on purpose. */
const EXPECTED_ERRORS =
  /inline style violates|status of (401|403|404|409|422|429|50[023])|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket/

export const test = base.extend<Story, Worker>({
  agentState: [
    async ({ browser }, use) => {
      await use(await signedInState(browser, 'agent@demo.test'))
    },
    { scope: 'worker' },
  ],
  phones: async ({ browserName: _ }, use) => {
    const phones = new Phones()
    await phones.reset()
    await use(phones)
    await phones.reset()
  },
  context: async ({ browser, agentState, contextOptions }, use) => {
    const context = await browser.newContext({ ...contextOptions, storageState: agentState })
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

/** Signs in once per worker; every story begins from the cookie. */
async function signedInState(browser: Browser, email: string): Promise<string> {
  const folder = join(tmpdir(), 'offhook-stories')
  if (!existsSync(folder)) mkdirSync(folder)
  const path = join(folder, `${email}-${process.pid}.json`)
  const context = await browser.newContext({ baseURL: process.env.E2E_BASE_URL ?? 'http://localhost:3000' })
  const page = await context.newPage()
  await signIn(page, email)
  await context.storageState({ path })
  await context.close()
  return path
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

export async function dial(page: Page, number: string): Promise<void> {
  await page.getByLabel('Number to call').fill(number)
  await page.getByRole('button', { name: 'Call', exact: true }).click()
}
