import { ASSISTANT_LINE, ASSISTANT_PAGE, assistant } from './assistants.ts'
import { expectPageHears } from './hearing.ts'
import { MICROPHONE_HZ } from './microphone.ts'
import { expect, OUTSIDE, openPhone, test } from './story.ts'

const CALLER = { from: OUTSIDE, to: ASSISTANT_LINE }

test.beforeEach(() => assistant.reset())

test('an assistant answers, is interrupted, taken over and handed back to, and the transcript has what was heard', async ({
  agent,
  phones,
}) => {
  await openPhone(agent)
  await agent.goto(ASSISTANT_PAGE)
  const call = await phones.dialIn(CALLER)
  const said = agent.getByRole('log', { name: 'What is said' })
  await expect(said).toContainText('Larkfield Heating, good day.')
  await expect.poll(async () => (await call.row()).heard.speechFrames).toBeGreaterThan(10)

  await assistant.hears('When are you open?')
  await call.play({ sound: 'hello' })
  await expect(said).toContainText('When are you open?')
  await expect(said.locator('s').first()).not.toBeEmpty()
  await expect(said).toContainText('Interrupted')

  await call.play({ toneHz: 1000 })
  await agent.getByRole('button', { name: 'Take over' }).click()
  await call.expectHears(MICROPHONE_HZ)
  await expectPageHears(agent, 1000)
  await assistant.hears('Is Wednesday fine?')
  await call.play({ sound: 'hello' })
  await expect(said).toContainText('Is Wednesday fine?')

  await agent.getByLabel('Tell Robin something').fill('They want Wednesday.')
  await agent.getByRole('button', { name: 'Hand back' }).click()
  await call.expectSilence(MICROPHONE_HZ)
  await assistant.expectTold(/They want Wednesday\./)
  await expect(agent.getByRole('button', { name: 'Take over' })).toBeEnabled()
  await call.expectState('answered')

  await call.hangUp()
  await expect(agent.getByText('This call is over.')).toBeVisible()
  await agent.getByRole('link', { name: 'Open the call' }).click()
  await expect(agent.getByText('When are you open?')).toBeVisible()
})

test('the browser of whoever took over dies: the assistant goes on', async ({ agent, phones }) => {
  await openPhone(agent)
  await agent.goto(ASSISTANT_PAGE)
  const call = await phones.dialIn(CALLER)
  await expect.poll(async () => (await call.row()).heard.speechFrames).toBeGreaterThan(10)
  await agent.getByRole('button', { name: 'Take over' }).click()
  await call.expectHears(MICROPHONE_HZ)

  const { speechFrames } = (await call.row()).heard
  await agent.close({ runBeforeUnload: false })
  await assistant.expectTold(/was lost/)
  await expect.poll(async () => (await call.row()).heard.speechFrames).toBeGreaterThan(speechFrames + 10)
  await call.expectState('answered')
  await call.hangUp()
})

test('a caller who asks for a person is passed to the desk', async ({ agent, phones }) => {
  await openPhone(agent)
  const call = await phones.dialIn(CALLER)
  await expect.poll(async () => (await call.row()).heard.speechFrames).toBeGreaterThan(10)
  await assistant.hears('Put me through to a person, please')
  await call.play({ sound: 'hello' })
  await agent.getByRole('button', { name: 'Answer' }).click()
  await call.expectHears(MICROPHONE_HZ)
  await call.hangUp()
})

test('an agent tries the assistant from the browser, and nobody is dialled', async ({ agent, phones }) => {
  await openPhone(agent)
  await agent.goto(ASSISTANT_PAGE)
  await agent.getByRole('button', { name: 'Talk to it' }).click()
  await expect(agent.getByRole('log', { name: 'What is said' })).toContainText('Larkfield Heating, good day.')
  await expect.poll(async () => (await phones.browserCalls()).length).toBe(1)
  await agent.getByRole('button', { name: 'Hang up' }).click()
  await expect.poll(async () => (await phones.browserCalls()).length).toBe(0)
})

test('an assistant calls a number, told what for', async ({ phones, pageOf }) => {
  await phones.script(OUTSIDE, { answer: 'auto', afterMs: 0 })
  const admin = await pageOf('admin@demo.test')
  await admin.goto(`${ASSISTANT_PAGE}/instructions`)
  const form = admin.locator('form', { has: admin.getByRole('heading', { name: 'Place a call' }) })
  await form.getByLabel('Number').fill('020 7946 0958')
  await form.getByLabel('First message of this call').fill('Your engineer comes on Wednesday.')
  await form.getByRole('button', { name: 'Call' }).click()
  const call = await phones.reached(OUTSIDE)
  await expect(admin.getByRole('log', { name: 'What is said' })).toContainText('Your engineer comes on Wednesday.')
  await expect.poll(async () => (await call.row()).heard.speechFrames).toBeGreaterThan(10)
  await call.hangUp()
})
