import { dial, expect, openPhone, test } from './story.ts'

/** What a simulated phone does by the end of its number, and what the agent then reads. */
const ENDS = [
  ['+442079460991', 'Busy.', 'They are in another call. Try again in a while.', null],
  ['+442079460992', 'No answer.', 'The phone rang and nobody picked up.', null],
  ['+442079460993', 'Busy.', 'They are in another call. Try again in a while.', null],
  ['+442079460996', 'They hung up.', 'Talked for', null],
  ['+442079460998', 'Their network cannot take calls now.', 'Try again in a while.', 'Code sip_503'],
] as const

for (const [number, title, advice, code] of ENDS) {
  test(`${number}: ${title}`, async ({ agent }) => {
    await openPhone(agent)
    await dial(agent, number)
    const note = agent.getByRole('region', { name: title })
    await expect(note).toContainText(advice, { timeout: 60_000 })
    if (code) await expect(note).toContainText(code)
    await expect(agent.getByRole('timer')).toHaveCount(0)
    await note.getByRole('button', { name: 'Call again' }).click()
    await expect(agent.getByLabel('Number to call')).toHaveValue(/020 7946 099/)
  })
}

test('a number of a country that the business does not call is refused before anything is dialled', async ({
  agent,
}) => {
  await openPhone(agent)
  await dial(agent, '+53 7 123 4567')
  await expect(agent.getByText('Code country_not_allowed')).toBeVisible()
  await expect(agent.getByLabel('Number to call')).toHaveValue(/\+53/)
})
