import { dial, expect, LINE, OUTSIDE, openPhone, test } from './story.ts'

test('whatever is pasted is read as a number, with its country and why', async ({ agent }) => {
  await openPhone(agent)
  const field = agent.getByLabel('Number to call')
  const preview = agent.locator('#dial-preview')
  for (const [pasted, number, why] of [
    ['(415) 555-2671', '+44 4155552671', /No such number is known/],
    ['+1 (415) 555-2671', '+1 415 555 2671', /United States/],
    ['tel:+44-20-7946-0958;ext=12', '+44 20 7946 0958', /Extension 12 is not dialled/],
    ['0044 20 7946 0958', '+44 20 7946 0958', /United Kingdom/],
    ['call me on 020 7946 0958 today', '+44 20 7946 0958', /read as GB, like your line/],
    ['07700 900142', '+44 7700 900142', /No such number is known/],
  ] as const) {
    await field.fill(pasted)
    await expect(preview).toContainText(why)
    await expect(preview).toContainText(number)
  }
  await field.fill('020')
  await expect(agent.getByRole('button', { name: 'Call', exact: true })).toBeDisabled()
})

test('holding 0 gives +, on the keyboard and on the keys; Escape clears, Up brings the last number back', async ({
  agent,
  phones,
}) => {
  await phones.script(OUTSIDE, { answer: 'busy' })
  await openPhone(agent)
  const field = agent.getByLabel('Number to call')
  await field.focus()
  await agent.keyboard.down('0')
  await agent.keyboard.down('0')
  await agent.keyboard.up('0')
  await expect(field).toHaveValue('+')
  await agent.keyboard.press('Escape')
  await expect(field).toHaveValue('')
  const zero = agent.getByRole('button', { name: '0', exact: true })
  await zero.hover()
  await agent.mouse.down()
  await expect(field).toHaveValue('+')
  await agent.mouse.up()
  await expect(field).toHaveValue('+')

  await dial(agent, OUTSIDE)
  await expect(agent.getByText('Busy.', { exact: true })).toBeVisible()
  await agent.getByRole('button', { name: /^Redial/ }).click()
  await expect(field).not.toHaveValue('')
  await field.press('Escape')
  await field.press('ArrowUp')
  await expect(field).not.toHaveValue('')
})

test('of the digits sent in a call only the last four stay readable', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.getByRole('button', { name: 'Keypad' }).click()
  await agent.keyboard.type('49291234')
  await expect(agent.getByRole('log', { name: 'Keys sent' })).toHaveText('••••1234')
})

test('a colleague answers: the other page stops ringing and says who', async ({ agent, pageOf, phones }) => {
  const colleague = await pageOf('admin@demo.test')
  await openPhone(colleague)
  await openPhone(agent)
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(colleague.getByRole('alertdialog')).toContainText('Tomás Rivera')
  await expect(agent.getByRole('alertdialog')).toBeVisible()
  await agent.getByRole('button', { name: 'Silence' }).click()
  await expect(agent.getByRole('button', { name: 'Silenced' })).toBeDisabled()
  await agent.getByRole('button', { name: 'Answer' }).click()
  await expect(colleague.getByRole('alertdialog')).toHaveCount(0)
  await expect(colleague.getByRole('region', { name: 'Tomás Rivera answered.' })).toBeVisible()
  await call.hangUp()
  await expect(agent.getByText('They hung up.')).toBeVisible()
})
