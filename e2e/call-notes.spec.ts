import type { Page } from '@playwright/test'
import { noteCall, ownWord } from './log-records.ts'
import { dial, expect, OUTSIDE, openPhone, test } from './story.ts'

test('a transcript goes in step with the recording; a remark stands at its time', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: 1000 } })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByText('Recording, both sides')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  // Three seconds of the recording, which began with a job after the answer.
  const { frames } = (await call.row()).heard
  await expect.poll(async () => (await call.row()).heard.frames).toBeGreaterThan(frames + 150)
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await expect(agent.getByText('You hung up.')).toBeVisible()
  const id: string = (await (await agent.request.get('/api/calls?limit=1')).json()).data.calls[0].id
  const { started_at: began, recordings } = (await (await agent.request.get(`/api/calls/${id}`)).json()).data
  // What is said is told in seconds of the call; the recording began with the answer.
  const start = (Date.parse(recordings[0].started_at) - Date.parse(began)) / 1000
  const segments = ['Good morning.', 'The valve is open.', 'I am on my way.'].map((text, second) => ({
    ...{ speaker: second === 1 ? 'customer' : 'agent', start_time: start + second, end_time: start + second + 1, text },
  }))
  await agent.request.put(`/api/calls/${id}/transcript`, {
    data: { transcript: { segments } },
    headers: { authorization: 'Bearer ofk_demo_admin' },
  })

  await agent.goto(`/calls?call=${id}`)
  const transcript = agent.getByRole('region', { name: 'Transcript' })
  await expect(agent.getByRole('slider')).toBeVisible()
  await transcript.getByRole('button', { name: 'Play from 0:01' }).click()
  await expect(transcript.locator('[aria-current]')).toContainText('The valve is open.')
  await agent.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(transcript.locator('[aria-current]')).toContainText('I am on my way.')
  await transcript.getByRole('button', { name: 'Following' }).click()
  await expect(transcript.getByRole('button', { name: 'Follow', exact: true })).toHaveAttribute('aria-pressed', 'false')

  await transcript.getByRole('button', { name: 'Play from 0:02' }).click()
  await agent
    .getByRole('button', { name: /^Comment at 0:0/ })
    .first()
    .click()
  await agent.getByRole('textbox', { name: 'Comment' }).fill('Promised to come')
  await agent
    .getByRole('region', { name: 'Comments' })
    .getByRole('button', { name: /^Comment at/ })
    .click()
  await expect(agent.getByText('Promised to come')).toBeVisible()
  await agent.goto(`/calls/${id}`)
  await expect(agent.getByRole('listitem').filter({ hasText: 'Promised to come' })).toContainText(/0:0[2-9]/)
})

test('notes, tags and the result are kept, and everybody reads them', async ({ agent, request, pageOf }) => {
  const name = ownWord()
  const id = await noteCall(request, { callerName: name, minutesAgo: 30 })
  await agent.goto(`/calls/${id}`)
  await agent.getByRole('textbox', { name: 'Notes' }).fill('Wants the annual service')
  await agent.getByLabel('Result').fill('Visit booked')
  await agent.getByLabel('Result').press('Enter')
  await agent.getByLabel('Add a tag').fill('service')
  await agent.getByLabel('Add a tag').press('Enter')
  await expect(agent.getByRole('button', { name: 'Remove the tag service' })).toBeVisible()
  await agent.getByRole('button', { name: 'Mark reviewed' }).click()
  await expect(agent.getByRole('button', { name: 'Reviewed', exact: true })).toBeVisible()

  const admin = await pageOf('admin@demo.test')
  await expectNoted(admin, id)
  await admin.getByRole('button', { name: 'Rebuild' }).click()
  await expect(admin.getByText('The call is as its 0 reports tell it.')).toBeVisible()
  await expectNoted(admin, id)
})

async function expectNoted(page: Page, id: string): Promise<void> {
  await page.goto(`/calls/${id}`)
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Wants the annual service')
  await expect(page.getByLabel('Result')).toHaveValue('Visit booked')
  await expect(page.getByRole('button', { name: 'Remove the tag service' })).toBeVisible()
}
