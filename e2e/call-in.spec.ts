import { expectPageHears } from './hearing.ts'
import { MICROPHONE_HZ } from './microphone.ts'
import { expect, LINE, OUTSIDE, openPhone, test } from './story.ts'

const CALLER = { from: OUTSIDE, to: LINE }

test('an agent answers, talks, and sees the caller hang up, then the call in the history', async ({
  agent,
  phones,
}) => {
  await openPhone(agent)
  const call = await phones.dialIn({ ...CALLER, play: { toneHz: 1000 } })
  await expect(agent.getByRole('alertdialog')).toContainText('020 7946 0958')
  await expect(agent.getByRole('alertdialog')).toContainText('Emergency')
  await call.expectState('ringing')
  await agent.getByRole('button', { name: 'Answer' }).click()
  await expect(agent.getByRole('timer')).toBeVisible()
  await call.expectHears(MICROPHONE_HZ)
  await expectPageHears(agent, 1000)
  await call.hangUp()
  await expect(agent.getByText('They hung up.')).toBeVisible()

  await agent.goto('/calls')
  const row = agent.getByRole('table').getByRole('row').nth(1)
  await expect(row).toContainText('020 7946 0958')
  await expect(row).toContainText('Emergency')
  await expect(row).toContainText('Tomás Rivera')
  await expect(row).toContainText('Completed')
})

test('the agent hangs up: the caller’s call ends at once, with no sentence', async ({ agent, phones }) => {
  await openPhone(agent)
  const call = await phones.dialIn(CALLER)
  await agent.getByRole('button', { name: 'Answer' }).click()
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await call.expectState('ended')
  expect((await call.row()).said).toEqual([])
  await expect(agent.getByText('You hung up.')).toBeVisible()
})

test('declined by the only agent: the caller is told, and the call is missed', async ({ agent, phones }) => {
  await openPhone(agent)
  const call = await phones.dialIn(CALLER)
  await agent.getByRole('button', { name: 'Decline' }).click()
  await expect(agent.getByRole('alertdialog')).toHaveCount(0)
  await call.expectSaid(/nobody can take your call/i)
  await call.expectState('ended')
  await agent.goto('/calls')
  await expect(agent.getByRole('table').getByRole('row').nth(1)).toContainText('Missed')
})

test('the caller gives up: the card goes', async ({ agent, phones }) => {
  await openPhone(agent)
  const call = await phones.dialIn(CALLER)
  await expect(agent.getByRole('alertdialog')).toBeVisible()
  await call.hangUp()
  await expect(agent.getByRole('alertdialog')).toHaveCount(0)
})

test('it rings over any page without taking the focus, and the keyboard answers', async ({ agent, phones }) => {
  await openPhone(agent)
  const field = agent.getByLabel('Number to call')
  await field.fill('0207')
  await phones.dialIn(CALLER)
  await expect(agent.getByRole('alertdialog')).toBeVisible()
  await expect(field).toBeFocused()
  await agent.keyboard.press('Control+Shift+A')
  await expect(agent.getByRole('timer')).toBeVisible()
})

test('nobody is there: the caller hears a sentence and a proper end', async ({ phones }) => {
  const call = await phones.dialIn(CALLER)
  await call.expectSaid(/nobody can take your call/i)
  await call.expectState('ended')
})
