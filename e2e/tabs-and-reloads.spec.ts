import type { Page } from '@playwright/test'
import { MICROPHONE_HZ } from './microphone.ts'
import { dial, expect, expectReady, LINE, OUTSIDE, openPhone, ring, tell, test } from './story.ts'

test('two tabs share one phone: one ring in all, and either tab answers it', async ({ agent, secondTab, phones }) => {
  await openPhone(agent)
  await openPhone(secondTab)
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(agent.getByRole('alertdialog')).toHaveCount(1)
  await expect(secondTab.getByRole('alertdialog')).toHaveCount(1)
  expect(await phones.browserCalls(), 'one device is rung').toHaveLength(1)
  await secondTab.getByRole('button', { name: 'Answer' }).click()
  for (const tab of [agent, secondTab]) {
    await expect(tab.getByRole('alertdialog')).toHaveCount(0)
    await expect(tab.getByRole('timer')).toBeVisible()
  }
  await call.expectState('answered')
  await call.expectHears(MICROPHONE_HZ)
  await secondTab.getByRole('button', { name: 'Mute' }).click()
  await expect(agent.getByRole('button', { name: 'Unmute' })).toHaveAttribute('aria-pressed', 'true')
  await call.expectSilence(MICROPHONE_HZ)
  await secondTab.getByRole('button', { name: 'Hang up' }).click()
  await call.expectState('ended')
  await expect(agent.getByText('You hung up.')).toBeVisible()
})

test('a call dialled in the tab without the phone', async ({ agent, secondTab, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await openPhone(secondTab)
  await dial(secondTab, OUTSIDE)
  await expect(secondTab.getByRole('timer')).toBeVisible()
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await (await phones.latest(OUTSIDE)).expectState('ended')
})

test('declining in one tab stops both', async ({ agent, secondTab, phones }) => {
  await openPhone(agent)
  await openPhone(secondTab)
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(secondTab.getByRole('alertdialog')).toBeVisible()
  await secondTab.getByRole('button', { name: 'Decline' }).click()
  await expect(agent.getByRole('alertdialog')).toHaveCount(0)
  await expect(secondTab.getByRole('alertdialog')).toHaveCount(0)
  await call.expectSaid(/nobody can take your call/i)
})

test('the tab with the phone is closed while it rings: the other has it, and the caller waits on', async ({
  agent,
  secondTab,
  phones,
}) => {
  await openPhone(agent)
  await openPhone(secondTab)
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await expect(agent.getByRole('alertdialog')).toBeVisible()
  const [before] = await phones.browserCalls()
  await agent.close()
  const closedAt = Date.now()
  const rung = async () => (await phones.browserCalls()).filter(({ callSid }) => callSid !== before?.callSid)
  await expect.poll(rung, 'the other tab is rung').toHaveLength(1)
  tell('the other tab rings', closedAt)
  await expect(secondTab.getByRole('alertdialog')).toBeVisible()
  await secondTab.getByRole('button', { name: 'Answer' }).click()
  await expect(secondTab.getByRole('timer')).toBeVisible()
  await call.expectState('answered')
  await call.expectHears(MICROPHONE_HZ)
})

test('the tab with the phone crashes: the other has it at once', async ({ agent, secondTab, phones }) => {
  await openPhone(agent)
  await openPhone(secondTab)
  const before = await holderOfPhone(secondTab)
  const crash = await agent.context().newCDPSession(agent)
  const crashed = agent.waitForEvent('crash')
  crash.send('Page.crash').catch(() => undefined)
  await crashed
  const crashedAt = Date.now()
  await expect.poll(() => holderOfPhone(secondTab), 'the other tab has the phone').not.toBe(before)
  await expectReady(secondTab)
  tell('the other tab is the phone', crashedAt)
  await ring(secondTab, phones)
})

test('the tab with the phone is frozen: the one that is looked at takes the phone from it, and gives the call to nobody twice', async ({
  agent,
  secondTab,
  phones,
}) => {
  await openPhone(agent)
  await openPhone(secondTab)
  const before = await holderOfPhone(secondTab)
  const devtools = await agent.context().newCDPSession(agent)
  await devtools.send('Debugger.enable')
  await devtools.send('Debugger.pause')
  const frozenAt = Date.now()
  await expect.poll(() => holderOfPhone(secondTab), 'the other tab has the phone').not.toBe(before)
  tell('the phone is taken over', frozenAt)
  await expectReady(secondTab)
  await ring(secondTab, phones)
  await secondTab.getByRole('button', { name: 'Answer' }).click()
  await expect(secondTab.getByRole('timer')).toBeVisible()
  await devtools.send('Debugger.resume')
  await devtools.detach()
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await expect(secondTab.getByText('You hung up.')).toBeVisible()
})

test('the note of a lost call, once dismissed, does not come back', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.reload()
  await expect(agent.getByText('Connection lost.').first()).toBeVisible()
  await agent.getByRole('button', { name: 'Dismiss' }).first().click()
  await agent.reload()
  await expectReady(agent)
  await expect(agent.getByText('Connection lost.')).toHaveCount(0)
})

test('a reload in a call: the other party hears a sentence, the page tells the truth', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  await agent.reload()
  await call.expectSaid(/connection .* was lost/i)
  await call.expectState('ended')
  await expect(agent.getByText('Connection lost.').first()).toBeVisible()
  await expect(agent.getByRole('timer')).toHaveCount(0)
})

test('a reload in a call that came in: the caller hears a sentence too', async ({ agent, phones }) => {
  await openPhone(agent)
  const call = await phones.dialIn({ from: OUTSIDE, to: LINE })
  await agent.getByRole('button', { name: 'Answer' }).click()
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.reload()
  await call.expectSaid(/connection .* was lost/i)
  await call.expectState('ended')
  await expect(agent.getByText('Connection lost.').first()).toBeVisible()
})

test('a closed tab while it rings: the callee’s phone stops', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'never' })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  const call = await phones.reached(OUTSIDE)
  await agent.close({ runBeforeUnload: false })
  await call.expectState('ended')
})

test('moving to another page keeps the call', async ({ agent, phones }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  const call = await phones.reached(OUTSIDE)
  await agent.getByRole('link', { name: 'Calls' }).first().click()
  await agent.waitForURL('**/calls')
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await call.expectState('ended')
})

/** Which of the browser's tabs has the phone. */
const holderOfPhone = (page: Page) =>
  page.evaluate(async () => {
    const { held } = await navigator.locks.query()
    return held?.find(({ name }) => name?.startsWith('offhook.phone.'))?.clientId
  })
