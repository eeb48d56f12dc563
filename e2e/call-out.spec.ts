import { expectPageHears, expectPageHearsOtherThan } from './hearing.ts'
import { MICROPHONE_HZ } from './microphone.ts'
import { dial, expect, LINE, OUTSIDE, openPhone, test } from './story.ts'

test('an agent calls out: hears it ring, talks both ways, hangs up, sees it in the history', async ({
  agent,
  phones,
}) => {
  await phones.script(OUTSIDE, { answer: 'manual', play: { toneHz: 1000 } })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  const call = await phones.reached(OUTSIDE)
  await call.expectState('ringing')
  await expect(agent.getByRole('status').getByText('Dialing…')).toBeAttached()
  await expectPageHearsOtherThan(agent, 1000)
  await expect(agent.getByRole('timer')).toHaveCount(0)

  await call.answer()
  await expect(agent.getByRole('timer')).toBeVisible()
  await call.expectHears(MICROPHONE_HZ)
  await expectPageHears(agent, 1000)

  await agent.getByRole('button', { name: 'Hang up' }).click()
  await call.expectState('ended')
  expect((await call.row()).endReason).toBe('far')
  await expect(agent.getByText('You hung up.')).toBeVisible()
  await expect
    .poll(() => agent.evaluate(() => window.offhookMicrophones?.every((track) => track.readyState === 'ended')))
    .toBe(true)

  await agent.getByRole('link', { name: 'Calls' }).first().click()
  const row = agent.getByRole('table').getByRole('row').nth(1)
  await expect(row).toContainText('020 7946 0958')
  await expect(row).toContainText('Completed')
})

test('the callee hangs up', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: 1000 } })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  await call.hangUp()
  await expect(agent.getByText('They hung up.')).toBeVisible()
  await expect(agent.getByRole('timer')).toHaveCount(0)
})

test('mute silences the far side and is never guessed', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  await call.expectHears(MICROPHONE_HZ)
  await agent.getByRole('button', { name: 'Mute' }).click()
  await expect(agent.getByRole('button', { name: 'Unmute' })).toHaveAttribute('aria-pressed', 'true')
  await call.expectSilence(MICROPHONE_HZ)
  await agent.getByRole('button', { name: 'Unmute' }).click()
  await call.expectHears(MICROPHONE_HZ)
})

test('the agent gives up while it rings: the callee’s phone stops', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'never' })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  const call = await phones.reached(OUTSIDE)
  await call.expectState('ringing')
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await call.expectState('ended')
  await expect(agent.getByText('Cancelled.')).toBeVisible()
  await expect(agent.getByRole('timer')).toHaveCount(0)
})

test('a busy callee: the card says so, with no timer ever', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'busy' })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByText('Busy.', { exact: true })).toBeVisible()
  await expect(agent.getByRole('timer')).toHaveCount(0)
})

test('keys pressed in a call reach the far side', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  await agent.getByRole('button', { name: 'Keypad' }).click()
  for (const key of ['4', '2', '#'])
    await agent
      .getByRole('button', { name: new RegExp(`^${key}`) })
      .first()
      .click()
  await expect.poll(async () => (await call.row()).digits).toBe('42#')
  await agent.keyboard.type('49291234')
  await expect.poll(async () => (await call.row()).digits).toBe('42#49291234')
})

test.describe('what must not be dialled', () => {
  for (const [number, words] of [
    ['999', /cannot be reached from here/],
    ['+449098790879', /switched off/],
  ] as const) {
    test(`${number} is refused with an explanation`, async ({ agent, phones }) => {
      await phones.reset()
      await openPhone(agent)
      await agent.getByLabel('Number to call').fill(number)
      await agent.getByLabel('Number to call').press('Enter')
      await expect(agent.getByText(words).first()).toBeVisible()
    })
  }
})

test('the caller ID is the chosen line', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'never' })
  await openPhone(agent)
  await agent.getByLabel('Call from').click()
  await agent.getByRole('option', { name: /Emergency/ }).click()
  await dial(agent, OUTSIDE)
  await phones.reached(OUTSIDE)
  const response = await agent.request.get('/api/phone/calls')
  expect((await response.json()).calls[0].line.number).toBe(LINE)
  await agent.getByRole('button', { name: 'Hang up' }).click()
})
