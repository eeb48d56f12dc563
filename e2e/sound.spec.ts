import type { Page } from '@playwright/test'
import { noteCall } from './log-records.ts'
import { dial, expect, OUTSIDE, openPhone, test } from './story.ts'

/** Resolves when a meter has shown some sound; begin to wait before the sound begins. */
const meterMoves = (page: Page, name: string) =>
  page.getByRole('meter', { name }).evaluate(
    (meter) =>
      new Promise<void>((moved) => {
        const look = () => meter.getAttribute('aria-valuenow') !== '0' && moved()
        new MutationObserver(look).observe(meter, { attributes: true })
        look()
      }),
  )

test('microphone, speaker and ringtone can be tried, each with its meter', async ({ agent }) => {
  await openPhone(agent)
  await agent.getByRole('button', { name: 'Sound', exact: true }).click()
  await meterMoves(agent, 'Microphone level')
  for (const part of ['Speaker', 'Ringtone']) {
    const moved = meterMoves(agent, `${part} level`)
    await agent.getByRole('button', { name: `Test: ${part}` }).click()
    await moved
    await expect(agent.getByRole('button', { name: `Test: ${part}` })).toBeEnabled()
    await expect(agent.getByRole('meter', { name: `${part} level` })).toHaveAttribute('aria-valuenow', '0')
  }
})

test('who talks while muted is told so, and the microphone is let go after the call', async ({ agent, phones }) => {
  await agent.addInitScript(() => {
    const clone = MediaStreamTrack.prototype.clone
    MediaStreamTrack.prototype.clone = function () {
      const copy = clone.call(this)
      window.offhookMicrophones?.push(copy)
      return copy
    }
  })
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: 1000 } })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.getByRole('button', { name: 'Sound', exact: true }).click()
  await meterMoves(agent, 'Speaker level')
  await agent.keyboard.press('Escape')

  const hint = agent.getByText('and you seem to be talking')
  await agent.getByRole('button', { name: 'Mute' }).click()
  await expect(hint).toBeVisible()
  await agent.getByRole('button', { name: 'Unmute' }).click()
  await expect(hint).toHaveCount(0)
  await agent.getByRole('button', { name: 'Mute' }).click()
  await expect(hint).toBeVisible()
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await expect(agent.getByText('You hung up.')).toBeVisible()
  await expect(agent.getByText('How was the sound?')).toHaveCount(0)
  const open = () =>
    agent.evaluate(() => window.offhookMicrophones?.filter(({ readyState }) => readyState === 'live').length)
  await expect.poll(open, 'no microphone stays open').toBe(0)
})

test('the sound devices can be reached from the folded dock, and in a call on a small screen', async ({
  agent,
  phones,
}) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByRole('timer')).toBeVisible()
  await agent.setViewportSize({ width: 390, height: 844 })
  await agent.getByRole('button', { name: 'Speaker, microphone and ringtone' }).click()
  await expect(agent.getByRole('combobox', { name: /^Ringtone/ })).toBeVisible()
  await agent.keyboard.press('Escape')
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await expect(agent.getByText('You hung up.')).toBeVisible()

  await agent.setViewportSize({ width: 1300, height: 800 })
  await agent.goto('/calls')
  await agent.getByRole('table').getByRole('link').first().click()
  const strip = agent.getByRole('complementary', { name: 'Phone, folded' })
  await strip.getByRole('button', { name: 'Sound' }).click()
  await expect(agent.getByRole('combobox', { name: /^Microphone/ })).toBeVisible()
})

test('a bad connection is shown, asked about after the call, and kept with the call second by second', async ({
  agent,
  phones,
  request,
}) => {
  await noteCall(request, { minutesAgo: 60 })
  await agent.addInitScript(() => {
    const measure = RTCPeerConnection.prototype.getStats
    RTCPeerConnection.prototype.getStats = async function () {
      const stats = await measure.call(this)
      const worse = [...stats].map(([id, each]) => [id, each.type === 'inbound-rtp' ? { ...each, jitter: 0.25 } : each])
      return new Map(worse as [string, object][])
    }
  })
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0, play: { toneHz: 1000 } })
  await openPhone(agent)
  await dial(agent, OUTSIDE)
  await expect(agent.getByText(/^Connection is (fair|poor)\.$/)).toBeVisible({ timeout: 30_000 })
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await agent.getByRole('group', { name: 'How was the sound?' }).getByRole('button', { name: 'Choppy' }).click()
  await expect(agent.getByText('How was the sound?')).toHaveCount(0)
  await expect(agent.getByText('You hung up.')).toBeVisible()

  const { data } = await (await agent.request.get('/api/calls?limit=1')).json()
  await agent.goto(`/calls/${data.calls[0].id}`)
  await expect(agent.getByText(/^(Fair|Poor|Good), \d\.\d$/)).toBeVisible()
  await expect(agent.getByRole('listitem').filter({ hasText: 'MOS, 1 to 5' })).toContainText(/jitter 250 ms/)
  await agent.getByRole('link', { name: 'Older call' }).click()
  await agent.getByRole('link', { name: 'Newer call' }).click()
  await expect(agent).toHaveURL(new RegExp(data.calls[0].id))
})
