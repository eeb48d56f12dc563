import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { expectAccessible, WIDTHS } from './accessible.ts'
import { ownWord } from './log-records.ts'
import { expect, test } from './story.ts'

const KEY = { authorization: 'Bearer ofk_demo_admin' }
const KINDS = [
  'completed',
  'missed',
  'completed',
  'voicemail',
  'missed',
  'completed',
  'missed',
  'completed',
  'completed',
]
const [ALL, ANSWERED, MISSED] = [9, 5, 3]

/** Calls of two days: five that were answered, three that were missed, one message on the voicemail. */
async function noteDays(request: APIRequestContext, tag: string): Promise<void> {
  for (const [nth, outcome] of KINDS.entries()) {
    const startedAt = new Date(Date.now() - (48 * 60 + nth * 190) * 60_000)
    const told = outcome === 'missed' ? { status: 'no-answer' } : { status: 'completed', duration: 60 }
    const response = await request.post('/api/calls', {
      headers: KEY,
      data: {
        ...{ phone_number: '+442079460111', caller_phone: '+442079460900', direction: 'inbound', outcome, ...told },
        ...{ started_at: startedAt.toISOString(), ended_at: new Date(+startedAt + 60_000).toISOString() },
        metadata: { tags: [tag] },
      },
    })
    expect(response.status(), await response.text()).toBe(201)
  }
}

/** The numbers of these cells add up to so many calls. */
const expectSum = (cells: Locator, what: string, calls: number) =>
  expect
    .poll(async () => (await cells.allInnerTexts()).reduce((total, text) => total + Number(text), 0), what)
    .toBe(calls)
/** How many calls the list says it has. */
const foot = (page: Page) => page.getByRole('status').filter({ hasText: /^\d+ calls?$/ })
const calls = (n: number) => (n === 1 ? '1 call' : `${n} calls`)

test('a supervisor reconciles the figures with their calls, and takes the calls away as a file', async ({
  pageOf,
  request,
}) => {
  test.setTimeout(300_000)
  const tag = ownWord()
  await noteDays(request, tag)
  const page = await pageOf('maria@demo.test')
  await page.goto(`/stats?started=7d&tags=${tag}`)
  const figures = page.getByRole('region', { name: 'Figures' })
  for (const name of [
    `Calls: ${ALL}`,
    'Answered: 55.6%',
    'Missed: 33.3%',
    'Average length: 1:12',
    'Time on calls: 6:00',
  ])
    await expect(figures.getByRole('link', { name })).toBeVisible()

  await page.getByRole('button', { name: 'As a table' }).click()
  for (const table of ['Calls by day', 'Agents', 'Lines', 'Tags'])
    await expectSum(page.getByRole('region', { name: table }).locator('tbody tr td:first-of-type'), table, ALL)
  const linksIn = (name: string) => page.getByRole('region', { name }).getByRole('link')
  for (const list of ['Direction', 'Outcome', 'Status']) await expectSum(linksIn(list), list, ALL)
  const cells = linksIn('When people call')
  await expectSum(cells, 'hours', ALL)
  await expectSum(linksIn('Why calls were not answered'), 'reasons', MISSED)
  await expectSum(linksIn('Length of calls'), 'lengths', ANSWERED)
  await expect(page.getByRole('region', { name: 'Answering' }).getByRole('link', { name: 'Within 20 s' })).toBeVisible()

  await page.getByRole('button', { name: 'How this is counted: Missed' }).click()
  await expect(page.getByText(`${MISSED} ÷ ${ALL} = 33.3%`)).toBeVisible()
  await page.getByRole('link', { name: 'Open these calls' }).click()
  await expect(foot(page)).toHaveText(calls(MISSED))
  await page.goBack()
  await page
    .getByRole('region', { name: 'Lines' })
    .getByRole('row', { name: 'Emergency' })
    .getByRole('link', { name: String(ANSWERED), exact: true })
    .click()
  await expect(foot(page)).toHaveText(calls(ANSWERED))
  await page.goBack()
  const inCell = Number(await cells.first().innerText())
  await cells.first().click()
  await expect(foot(page)).toHaveText(calls(inCell))
  await page.goBack()
  await page
    .getByRole('region', { name: 'Why calls were not answered' })
    .getByRole('row', { name: 'Nobody took it' })
    .getByRole('link')
    .click()
  await expect(foot(page)).toHaveText(calls(MISSED))
  await page.goBack()

  await page.getByRole('link', { name: 'CSV' }).click()
  await page.getByRole('button', { name: 'Prepare a file' }).click()
  const file = page.getByRole('listitem').filter({ hasText: tag })
  await expect(file).toContainText('Ready', { timeout: 60_000 })
  await expect(file).toContainText(`${ALL} calls`)
  await expect(file).toContainText('kept until')
  const download = page.waitForEvent('download')
  await file.getByRole('button', { name: /^Download/ }).click()
  const parts: Buffer[] = []
  for await (const part of await (await download).createReadStream()) parts.push(part as Buffer)
  expect(Buffer.concat(parts).toString().trim().split('\r\n')).toHaveLength(ALL + 1)
})

test('the figures and the exports pass axe in both themes, on a desk and in a pocket', async ({ pageOf, request }) => {
  test.setTimeout(300_000)
  const tag = ownWord()
  await noteDays(request, tag)
  const page = await pageOf('maria@demo.test')
  for (const [path, heading] of [
    [`/stats?tags=${tag}`, 'Agents'],
    [`/settings/exports?tags=${tag}`, 'Export calls'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: heading })).toBeVisible()
    for (const { width, height } of WIDTHS)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height })
        await page.emulateMedia({ colorScheme })
        await expectAccessible(page)
      }
  }
})
