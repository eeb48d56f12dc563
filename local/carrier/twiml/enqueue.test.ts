import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { until } from '../test-carrier.ts'
import { Stage } from './test-stage.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 20_000 })

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
  const { app } = stage.carrier
  app.answers(
    '/wait',
    '<Response><Gather numDigits="1" action="/choice" timeout="5"><Say>Wait</Say></Gather></Response>',
  )
  app.answers('/choice', ({ Digits }) => `<Response>${Digits === '9' ? '<Leave/>' : '<Say>Still</Say>'}</Response>`)
  app.answers('/leave', '<Response><Leave/></Response>')
  app.answers('/no-verb-here', '<Response><Dial>1</Dial></Response>')
  app.answers('/tell', '<Response><Say>Your turn</Say></Response>')
})
afterAll(() => stage.close())

let counter = 0
const fresh = () => `queue ${++counter}`
const enqueue = (name: string, attributes = 'waitUrl="/wait"') =>
  `<Enqueue action="/out" ${attributes}>${name}</Enqueue><Say>Next</Say>`
const queue = (name: string) => stage.exchange.queues.named(stage.carrier.account.sid, name)
const waits = (sid: string, name: string) => until(`${sid} in ${name}`, () => queue(name)?.find(sid))
const dial = (name: string, attributes = '') => `<Dial action="/dialled"><Queue ${attributes}>${name}</Queue></Dial>`
const last = (effects: string[]) => effects.at(-2)

test('the wait document is asked again and again with the place in the queue, and may take keys', async () => {
  const { app } = stage.carrier
  const name = fresh()
  const first = await stage.call(enqueue(name))
  await waits(first, name)
  const second = await stage.call(enqueue(name))
  expect(await app.got('/wait', { CallSid: second })).toMatchObject({
    QueuePosition: '2',
    CurrentQueueSize: '2',
    MaxQueueSize: '1000',
    QueueSid: queue(name)!.sid,
    QueueTime: '0',
    AvgQueueTime: '0',
  })
  await stage.act(second, 'Wait: press 1')
  await stage.hasSaid(second, 'Still')
  const said = stage.exchange.legs.get(second)!.said
  await until('the document again', () => said.filter((text) => text === 'Wait').length > 1)
  await stage.act(second, 'Wait: press 9')
  expect(last(await stage.effects(second))).toBe('ask /out QueueResult=leave')
  await stage.hangUp(first)
  await app.got('/out', { CallSid: first, QueueResult: 'hangup' })
  expect(queue(name)!.members).toEqual([])
})

test('without an action the next verb runs', async () => {
  const sid = await stage.call(`<Enqueue waitUrl="/leave">${fresh()}</Enqueue><Say>Next</Say>`)
  expect(await stage.effects(sid)).toEqual(['ask /leave QueuePosition=1 CurrentQueueSize=1', 'say Next', 'completed'])
})

test('without a wait document there is music', async () => {
  const name = fresh()
  const sid = await stage.call(enqueue(name, ''))
  await waits(sid, name)
  await until('music', async () => (await stage.carrier.control('GET', `/calls/${sid}`)).heard.speechFrames > 20)
  await stage.hangUp(sid)
})

test('a verb that has no place in a wait document', async () => {
  const sid = await stage.call(enqueue(fresh(), 'waitUrl="/no-verb-here"'))
  expect((await stage.effects(sid)).slice(1)).toEqual(['error 12200', 'ask /out QueueResult=error', 'completed'])
})

test('a full queue', async () => {
  const name = fresh()
  await stage.carrier.client.queues.create({ friendlyName: name, maxSize: 1 })
  const inside = await stage.call(enqueue(name))
  await waits(inside, name)
  expect(await stage.effects(await stage.call(enqueue(name)))).toEqual(['ask /out QueueResult=queue-full', 'completed'])
  await stage.hangUp(inside)
})

test('whoever dials the queue talks to its head, who is told so first; then both go on', async () => {
  const { app } = stage.carrier
  const name = fresh()
  const head = await stage.call(enqueue(name), { toneHz: 700 })
  await waits(head, name)
  const behind = await stage.call(enqueue(name))
  await waits(behind, name)
  const agent = await stage.call(dial(name, 'url="/tell"'), { toneHz: 1100 })
  expect(await app.got('/tell', { CallSid: head })).toMatchObject({
    DequeingCallSid: agent,
    QueueSid: queue(name)!.sid,
  })
  await stage.hears(head, 1100)
  await stage.hears(agent, 700)
  expect(queue(name)!.members.map(({ leg }) => leg.sid)).toEqual([behind])
  await stage.hangUp(agent)
  expect(await app.got('/dialled', { CallSid: agent })).toMatchObject({
    DialCallStatus: 'completed',
    DialCallSid: head,
  })
  expect(last(await stage.effects(head))).toBe('ask /out QueueResult=bridged')
  await stage.hangUp(behind)
})

test('the one who waited hangs up: the Dial is over', async () => {
  const name = fresh()
  const head = await stage.call(enqueue(name), { toneHz: 700 })
  await waits(head, name)
  const agent = await stage.call(dial(name))
  await stage.hears(agent, 700)
  await stage.hangUp(head)
  expect(await stage.effects(agent)).toEqual(['ask /dialled DialCallStatus=completed DialBridged=true', 'completed'])
})

test('a Dial waits for somebody to join an empty queue, as long as its timeout', async () => {
  const name = fresh()
  await stage.carrier.client.queues.create({ friendlyName: name })
  const impatient = await stage.call(dial(name).replace('<Dial', '<Dial timeout="1"'))
  expect(await stage.effects(impatient)).toEqual([
    'ask /dialled DialCallStatus=no-answer DialBridged=false',
    'completed',
  ])
  const agent = await stage.call(dial(name), { toneHz: 1100 })
  const late = await stage.call(enqueue(name))
  await stage.hears(late, 1100)
  await stage.hangUp(agent)
  await stage.effects(late)
})

test('REST takes the front out for another document', async () => {
  const { app, client } = stage.carrier
  const name = fresh()
  const sid = await stage.call(enqueue(name))
  await waits(sid, name)
  app.answers('/taken', '<Response><Say>Taken</Say></Response>')
  await client
    .queues(queue(name)!.sid)
    .members('Front')
    .update({ url: `${app.base}/taken` })
  await app.got('/out', { CallSid: sid, QueueResult: 'redirected' })
  await stage.hasSaid(sid, 'Taken')
})
