import { expectAccessible, WIDTHS } from './accessible.ts'
import { noteCall, ownWord } from './log-records.ts'
import { expect, test } from './story.ts'

for (const { name, width, height } of WIDTHS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ contextOptions: { viewport: { width, height }, colorScheme, permissions: ['microphone'] } })

      test('the call log, its filters, a found call and its page pass axe', async ({ agent, request }) => {
        const [caller, word] = [`Mr ${ownWord()}`, ownWord()]
        const said = ['Good morning.', `The ${word} leaks.`, 'We will send somebody.']
        const id = await noteCall(request, { callerName: caller, said, minutesAgo: 5, tags: ['complaint'] })
        await agent.goto(`/calls?search=${word}&direction=inbound&min_duration=10`)
        const found = agent.getByRole('link', { name: caller })
        await expect(found).toBeVisible()
        await expectAccessible(agent)
        await agent.getByRole('button', { name: 'Filter', exact: true }).click()
        await expect(agent.getByLabel('Outcome')).toBeVisible()
        await expectAccessible(agent)
        await agent.keyboard.press('Escape')
        if (name === 'desk') {
          await found.click()
          await expect(agent.getByRole('region', { name: 'Transcript' })).toBeVisible()
          await expectAccessible(agent)
          await agent.getByRole('tab', { name: 'Notes' }).click()
          await expect(agent.getByRole('button', { name: 'Remove the tag complaint' })).toBeVisible()
          await expectAccessible(agent)
        }
        await agent.goto(`/calls/${id}`)
        await expect(agent.getByRole('region', { name: 'Comments' })).toBeVisible()
        await expectAccessible(agent)
      })
    })
  }
}
