const DAY_MS = 86_400_000
const dayAgo = (days) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
/** The seven days before today: nothing of them changes any more. */
const WEEK = `start_date=${dayAgo(7)}&end_date=${dayAgo(1)}`

/** An admin's signed-in page; `work` does every step once and tells how long each took. */
export async function adminAtWork(browser, { baseURL, email, password, sought }) {
  const options = { baseURL, locale: 'en-GB', viewport: { width: 1280, height: 800 } }
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/phone')

  const rows = page.locator('tr[aria-rowindex] a[data-call]')
  const search = page.getByRole('textbox', { name: 'Search calls' })
  const list = page.locator('div[tabindex="0"]:has(table)')
  const footOf = (some) => some.getByRole('status').filter({ hasText: /calls?$/ })

  return {
    async work(note) {
      const timed = async (step, work) => {
        const start = performance.now()
        await work()
        note(step, performance.now() - start)
      }
      await timed('open the list', () => openList(page, '/calls', rows))
      await timed('scroll three pages of fifty', () => scrollPages(page, list, 3))
      await timed('search: part of a number', async () => {
        await search.fill(sought.digits)
        await counted(footOf(page), sought.with_digits)
        await page.locator('tr mark').first().waitFor()
      })
      await timed('search: part of a number and a word said', async () => {
        await search.fill(`${sought.digits} ${sought.word}`)
        await counted(footOf(page), sought.with_both)
        await page.locator('tr mark', { hasText: sought.word }).first().waitFor()
      })
      await timed('open the call with Enter', async () => {
        await rows.first().focus()
        await page.keyboard.press('Enter')
        await page.getByRole('region', { name: 'Transcript' }).locator('mark').first().waitFor()
      })
      await timed('the same address in a second browser', async () => {
        const other = await browser.newContext({ ...options, storageState: await context.storageState() })
        const shared = await other.newPage()
        await shared.goto(page.url())
        await shared.getByRole('region', { name: 'Transcript' }).locator('mark').first().waitFor()
        await other.close()
      })
      await timed('missed in the last week', () => openList(page, `/calls?${WEEK}&counted_as=missed`, footOf(page)))
      await timed('stats of 30 days', () => openStats(page, '/stats', 'Figures'))
      await timed('stats of 30 days, waits and reasons as well', () => openStats(page, '/stats', 'Answering'))
      await timed('last week reconciled: stats, formula, rows', () => reconcile(page, footOf(page)))
      await page.goto('/calls?reviewed=false')
      await rows.first().waitFor()
      await timed('review ten calls by keyboard', () => reviewTen(page, rows))
      await timed('export the missed of the week', () =>
        prepareFile(page, `/settings/exports?${WEEK}&counted_as=missed`),
      )
    },
  }
}

async function openList(page, path, shown) {
  await page.goto(path)
  await shown.first().waitFor()
}

/** Scrolls to the end of what is there, each time until the list has grown. */
async function scrollPages(page, list, pages) {
  for (let nth = 0; nth < pages; nth++) {
    const height = await list.evaluate((box) => {
      box.scrollTo({ top: box.scrollHeight })
      return box.scrollHeight
    })
    await page.waitForFunction(
      (before) => document.querySelector('div[tabindex="0"]:has(table)').scrollHeight > before,
      height,
    )
  }
}

/** The list says so many calls. */
const counted = (foot, n) =>
  foot.filter({ hasText: new RegExp(`^${n > 10_000 ? '10,000\\+' : n.toLocaleString('en-GB')} calls?$`) }).waitFor()

async function openStats(page, path, region) {
  await page.goto(path)
  await page.getByRole('region', { name: region, exact: true }).getByRole('link').first().waitFor()
}

/** The figure of missed calls, the sum beside its chart, and the rows it opens are one number. */
async function reconcile(page, foot) {
  await openStats(page, `/stats?${WEEK}`, 'Figures')
  await page.getByRole('button', { name: 'How this is counted: Missed' }).click()
  const [missed, all] = numbersIn(await page.getByText(/^[\d,]+ ÷ [\d,]+ = /).innerText())
  const legend = await page.getByRole('region', { name: 'Calls by day' }).locator('p').first().innerText()
  const parts = numbersIn(legend)
  if (parts[1] !== missed || parts[0] + parts[1] + parts[2] !== all || parts[3] !== all)
    throw new Error(`The sums differ: ${missed} of ${all}, ${legend}`)
  await page.getByRole('link', { name: 'Open these calls' }).click()
  await counted(foot, missed)
}

const numbersIn = (text) => [...text.matchAll(/\d[\d,]*/g)].map(([number]) => Number(number.replaceAll(',', '')))

async function reviewTen(page, rows) {
  await rows.first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('tablist', { name: 'About the call' }).waitFor()
  for (let nth = 0; nth < 10; nth++) {
    const id = await page.evaluate(() => document.activeElement.dataset.call)
    await page.keyboard.press('r')
    const row = page.locator('tr', { has: page.locator(`a[data-call="${id}"]`) })
    await row.getByText(/Reviewed by/).waitFor({ state: 'attached' })
    await page.waitForFunction((before) => document.activeElement.dataset.call !== before, id)
  }
}

/** A file that is ready to be fetched. */
async function prepareFile(page, path) {
  await page.goto(path)
  const files = page.getByRole('listitem').filter({ hasText: 'asked for' })
  const ready = files.filter({ hasText: 'Ready' })
  await files.or(page.getByText('No files yet')).first().waitFor()
  const before = await ready.count()
  await page.getByRole('button', { name: 'Prepare a file' }).click()
  await ready.nth(before).waitFor()
}
