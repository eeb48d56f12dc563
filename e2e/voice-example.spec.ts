import { expect, OUTSIDE, test } from './story.ts'

test('the example page calls out and is called, by the names of the voice API’s first clients', async ({
  agent,
  phones,
}) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await agent.goto('/example')
  await expect(agent.getByText('Device Ready: Yes')).toBeVisible()
  await expect(agent.getByText('Status: ready')).toBeVisible()
  const call = agent.getByRole('button', { name: 'Make Call' })
  await expect(call).toBeDisabled()
  await agent.getByPlaceholder('Enter phone number').fill(OUTSIDE)
  await call.click()
  await expect(agent.getByText('Status: connected')).toBeVisible()
  await expect(agent.getByText(`To: ${OUTSIDE}`)).toBeVisible()
  await agent.getByRole('button', { name: 'Hangup' }).click()
  await expect(agent.getByText('Status: ready')).toBeVisible()

  const incoming = await phones.dialIn({ from: OUTSIDE, to: '+442079460111' })
  await expect(agent.getByText(`From: ${OUTSIDE}`)).toBeVisible()
  await agent.getByRole('button', { name: 'Answer' }).click()
  await expect(agent.getByText('Status: connected')).toBeVisible()
  await incoming.hangUp()
  await expect(agent.getByText('Status: ready')).toBeVisible()
})
