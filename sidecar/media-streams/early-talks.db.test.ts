import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordEvents } from '#lib/calls/record-events.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { loud, quiet, until } from './test-carrier-stream.ts'
import { createTalk, type FarTalk, promptOf, type Talk, TestSidecar } from './test-sidecar.ts'

let one: TestSidecar
let other: TestSidecar
beforeAll(async () => {
  one = await new TestSidecar({ connectsEarly: true }).start()
  other = await new TestSidecar({ connectsEarly: true }).start()
})
afterAll(async () => {
  await one.stop()
  await other.stop()
})

const inside = <T>({ businessId }: Talk, run: Parameters<typeof withBusiness<T>>[1]) => withBusiness(businessId, run)
const talksIn = (sidecar: TestSidecar, { callId }: Talk) =>
  sidecar.talks.filter((far) => far.plan.prompt === promptOf(callId))
const talksOf = (talk: Talk) => [...talksIn(one, talk), ...talksIn(other, talk)]

/** The callee's phone rings: one of the two connects the assistant. */
async function ring(talk: Talk): Promise<{ far: FarTalk; here: TestSidecar; there: TestSidecar }> {
  const { businessId, callId, conversationId } = talk
  await inside(talk, (tx) => publish(tx, businessId, { type: 'conversation.ringing', callId, conversationId }))
  await until(() => talksOf(talk).length === 1)
  const [here, there] = talksIn(one, talk).length > 0 ? [one, other] : [other, one]
  return { far: talksOf(talk)[0]!, here, there }
}

test('what an assistant says while the phone rings is heard whole, once, when the callee is there', async () => {
  const talk = await createTalk()
  const { far, here } = await ring(talk)
  far.tell.agentText('Hello.', 1)
  far.tell.audio(loud(400), 1)
  far.tell.audio(quiet(), 1)
  const stream = await here.connect(talk).start(await talk.ticket())
  await until(() => stream.of('media').length === 2)
  expect(stream.of('media').map(({ media }) => media!.payload)).toEqual([loud(400), quiet()])
  stream.media(loud())
  await until(() => far.heard.length === 1)
  far.tell.audio(loud(60), 2)
  await until(() => stream.of('media').length === 3)
  expect(talksOf(talk)).toHaveLength(1)
  expect(far.closedBecause).toBeUndefined()
  stream.numbered('stop', { stop: {} })
  await until(() => far.closedBecause !== undefined)
  await expect.poll(talk.turns, { timeout: 20_000 }).toMatchObject([{ speaker: 'assistant', text: 'Hello.' }])
})

test('a stream that lands in another sidecar has an assistant of its own, and the first is dropped', async () => {
  const talk = await createTalk()
  const { far, there } = await ring(talk)
  const stream = await there.connect(talk).start(await talk.ticket())
  await until(() => talksIn(there, talk).length === 1)
  await until(() => far.closedBecause !== undefined)
  expect(talksIn(there, talk)[0]!.closedBecause).toBeUndefined()
  stream.numbered('stop', { stop: {} })
  await stream.closed()
})

test.each(['busy', 'no-answer', 'canceled', 'failed'] as const)(
  'a call that ends (%s) before it was answered drops it',
  async (status) => {
    const talk = await createTalk()
    const { far } = await ring(talk)
    const { businessId, callId, accountSid, callSid } = talk
    const facts = { role: 'outside', status } as const
    await inside(talk, (tx) =>
      recordEvents(tx, businessId, callId, [
        { kind: 'leg', accountSid, callSid, source: 'webhook', type: 'leg', facts },
      ]),
    )
    await until(() => far.closedBecause !== undefined)
  },
)

test('one that dies while the phone rings is replaced when the callee is there', async () => {
  const talk = await createTalk()
  const { far, here } = await ring(talk)
  far.tell.audio(loud(), 1)
  far.tell.ended({ cause: 'failed', code: 1011, reason: 'x' })
  const stream = await here.connect(talk).start(await talk.ticket())
  await until(() => talksIn(here, talk).length === 2)
  expect(stream.of('media')).toEqual([])
  stream.numbered('stop', { stop: {} })
  await stream.closed()
})

test('it is asked to stay quiet for as long as nobody is there, and dropped when its conversation is ended', async () => {
  const talk = await createTalk()
  const { businessId, callId, conversationId } = talk
  const { far } = await ring(talk)
  await until(() => far.quietings > 0)
  await inside(talk, async (tx) => {
    await tx.assistantConversation.updateMany({ where: { id: conversationId }, data: { state: 'ended' } })
    await publish(tx, businessId, { type: 'conversation.changed', callId, conversationId })
  })
  await until(() => far.closedBecause !== undefined)
})
