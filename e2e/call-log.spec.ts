import type { Page } from '@playwright/test'
import { noteCall, ownWord } from './log-records.ts'
import { expect, expectReady, LINE, OUTSIDE, tell, test } from './story.ts'

const rows = (page: Page) => page.locator('tr[aria-rowindex]')
const row = (page: Page, name: string) => rows(page).filter({ hasText: name })
const foot = (page: Page) => page.getByRole('status').filter({ hasText: /calls?$| of / })

test('a complaint is found by a piece of its number and a word that was said, and its address is handed on', async ({
  agent,
  request,
  pageOf,
}) => {
  const [name, word] = [`Mrs ${ownWord()}`, ownWord()]
  const said = ['Larkfield Heating, good morning.', `I complain about the ${word}.`, 'I am sorry to hear that.']
  await noteCall(request, { callerPhone: '+442079460977', callerName: name, said, minutesAgo: 90 })
  await noteCall(request, { callerPhone: '+442079460978', said: ['Good morning.'], minutesAgo: 80 })
  await agent.goto('/calls')
  await expect(rows(agent).first()).toBeVisible()
  const began = Date.now()
  await agent.getByRole('textbox', { name: 'Search calls' }).fill('7946-0977')
  await expect(row(agent, name).first().locator('mark')).toHaveText('7946 0977')
  await agent.getByRole('textbox', { name: 'Search calls' }).fill(`0977 ${word}`)
  await expect(rows(agent)).toHaveCount(1)
  tell('found by a piece of its number and a word that was said', began)
  await expect(row(agent, name).locator('mark')).toHaveText(['977', word])

  await agent.getByRole('link', { name }).click()
  const transcript = agent.getByRole('region', { name: 'Transcript' })
  await expect(transcript.getByText('1 of 1')).toBeVisible()
  await expect(transcript.locator('mark')).toHaveText(word)

  const admin = await pageOf('admin@demo.test')
  await admin.goto(agent.url())
  await expect(rows(admin)).toHaveCount(1)
  await expect(admin.getByRole('region', { name: 'Transcript' }).locator('mark')).toHaveText(word)
})

test('ten calls are reviewed with the keyboard alone', async ({ agent, request }) => {
  const tag = ownWord()
  for (let nth = 0; nth < 11; nth++) {
    await noteCall(request, { callerName: `Review ${nth}`, minutesAgo: 200 + nth, tags: [tag] })
  }
  await agent.goto(`/calls?tags=${tag}&reviewed=false`)
  await expect(rows(agent)).toHaveCount(11)
  await agent.getByRole('link', { name: 'Review 0' }).focus()
  await agent.keyboard.press('Enter')
  await expect(agent.getByRole('region', { name: /Review 0/ })).toBeVisible()
  const began = Date.now()
  for (let nth = 0; nth < 10; nth++) {
    await expect(agent.getByRole('link', { name: `Review ${nth}`, exact: true })).toBeFocused()
    await agent.keyboard.press('r')
    await expect(
      row(agent, `Review ${nth}`)
        .first()
        .getByText(/Reviewed by/),
    ).toBeAttached()
  }
  tell('ten calls reviewed', began)
  await expect(agent.getByRole('region', { name: /Review 10/ })).toBeVisible()
  await agent.keyboard.press('Escape')
  await expect(agent.getByRole('region', { name: /Review 10/ })).toHaveCount(0)
  await agent.reload()
  await expect(rows(agent)).toHaveCount(1)
})

test('filters, order, columns and the open call stand in the address; Back goes back; a view is kept', async ({
  agent,
  request,
}) => {
  const [tag, view] = [ownWord(), ownWord()]
  for (const [nth, callerName] of ['Zoe', 'Adam'].entries()) {
    await noteCall(request, { callerName, minutesAgo: 300 + nth, tags: [tag] })
  }
  await agent.goto('/calls')
  await expect(rows(agent).first()).toBeVisible()
  await agent.getByRole('button', { name: 'Filter', exact: true }).click()
  await agent.getByLabel('Tags').fill(tag)
  await agent.getByLabel('Tags').press('Enter')
  await agent.getByLabel('Direction').selectOption('Incoming')
  await agent.keyboard.press('Escape')
  await expect(rows(agent)).toHaveCount(2)
  await expect(agent).toHaveURL(new RegExp(`\\?direction=inbound&tags=${tag}$`))

  await agent.getByRole('button', { name: 'Start' }).click()
  await expect(rows(agent).first()).toContainText('Adam')
  await agent.getByRole('button', { name: 'Columns' }).click()
  await agent.getByRole('checkbox', { name: 'Tags' }).click()
  await agent.keyboard.press('Escape')
  await expect(agent.getByRole('columnheader', { name: 'Tags' })).toBeVisible()
  await agent.reload()
  await expect(rows(agent).first()).toContainText('Adam')
  await expect(row(agent, 'Adam')).toContainText(tag)

  await agent.getByRole('button', { name: 'Save these filters as a view' }).click()
  await agent.getByLabel('Name of the view').fill(view)
  await agent.getByRole('button', { name: 'Save view' }).click()
  const views = agent.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('link', { name: view })).toHaveAttribute('aria-current', 'page')

  await agent.getByRole('button', { name: /Remove the filter Tags/ }).click()
  await expect(agent).not.toHaveURL(new RegExp(tag))
  await agent.goBack()
  await expect(rows(agent)).toHaveCount(2)
  await views.getByRole('link', { name: 'All' }).click()
  await expect(agent).toHaveURL(/\/calls$/)
  await views.getByRole('link', { name: view }).click()
  await expect(rows(agent).first()).toContainText('Adam')
  await agent.getByRole('button', { name: 'Save these filters as a view' }).click()
  await agent.getByRole('button', { name: `Delete the view ${view}` }).click()
  await expect(views.getByRole('link', { name: view })).toHaveCount(0)
})

test('a new call shows at once, but waits behind a button while somebody reads', async ({ agent, phones }) => {
  await agent.goto('/calls')
  await expectReady(agent)
  const first = await phones.dialIn({ from: '+442079460911', to: LINE })
  await expect(rows(agent).first()).toContainText('020 7946 0911')
  await first.hangUp()
  await expect(rows(agent).first()).toContainText('Missed')

  await rows(agent).first().hover()
  const second = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(agent.getByRole('button', { name: '1 new call' })).toBeVisible()
  await expect(rows(agent).first()).toContainText('020 7946 0911')
  await second.hangUp()
  await agent.getByRole('button', { name: '1 new call' }).click()
  await expect(rows(agent).first()).toContainText('020 7946 0958')
})

test('a supervisor tags and exports several calls at once', async ({ request, pageOf }) => {
  const [word, tag] = [ownWord(), ownWord()]
  for (let nth = 0; nth < 3; nth++) await noteCall(request, { callerName: `${word} ${nth}`, minutesAgo: 400 + nth })
  const page = await pageOf('maria@demo.test')
  await page.goto(`/calls?search=${word}`)
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('link', { name: `${word} 0` }).focus()
  for (const key of ['x', 'j', 'x']) await page.keyboard.press(key)
  const selected = page.getByRole('region', { name: 'Selected calls' })
  await expect(selected.getByText('2 calls selected')).toBeVisible()
  const all = page.getByRole('checkbox', { name: 'Select the loaded calls' })
  await expect(all).toBeChecked({ indeterminate: true })
  await page.keyboard.press('Shift+X')
  await expect(all).toBeChecked()
  await expect(selected.getByText('3 calls selected')).toBeVisible()
  await all.press('Space')
  await expect(selected).toBeHidden()
  await all.press('Space')
  await page.getByRole('checkbox', { name: `Select the call with ${word} 2` }).press('Space')
  await expect(all).toBeChecked({ indeterminate: true })
  await selected.getByLabel('Add a tag').fill(tag)
  await selected.getByRole('button', { name: 'Add' }).click()
  const download = page.waitForEvent('download')
  await selected.getByRole('link', { name: 'Export' }).click()
  const lines = (await readAll(await (await download).createReadStream())).trim().split('\r\n')
  expect(lines).toHaveLength(3)
  await page.goto(`/calls?tags=${tag}`)
  await expect(foot(page)).toHaveText('2 calls')
})

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

test('a long list has few rows at a time, and all of them', async ({ agent, request }) => {
  test.setTimeout(240_000)
  const tag = ownWord()
  for (let nth = 0; nth < 130; nth++)
    await noteCall(request, { callerName: `Long ${nth}`, minutesAgo: 500 + nth, tags: [tag] })
  await agent.goto(`/calls?tags=${tag}`)
  await expect(foot(agent)).toHaveText('130 calls')
  expect(await rows(agent).count()).toBeLessThan(60)
  const last = agent.getByRole('link', { name: 'Long 129', exact: true })
  await expect
    .poll(async () => {
      await agent.locator('div[tabindex="0"]:has(table)').evaluate((box) => box.scrollTo({ top: box.scrollHeight }))
      return last.count()
    })
    .toBe(1)
  expect(await rows(agent).count()).toBeLessThan(60)
  await expect(agent.getByRole('columnheader', { name: 'Outcome' })).toBeInViewport()
  await expect(rows(agent).last()).toHaveAttribute('aria-rowindex', '131')
})
