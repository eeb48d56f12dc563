import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallStatus } from '#lib/calls/call-event.ts'
import { connectAgent } from '#lib/calls/connect-agent.ts'
import { hangUp } from '#lib/calls/leave-call.ts'
import { dialEnded } from '#lib/calls/leave-dial.ts'
import { recordStatus } from '#lib/calls/record-status.ts'
import { takeInbound } from '#lib/calls/take-inbound.ts'
import { callerOf, callRow, newCallSid } from '#lib/calls/test-calls.ts'
import { FakeCarrier } from '#lib/calls/test-carrier.ts'
import { SENTENCES } from '#lib/carrier/twiml/say.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { newSid } from '#lib/ids.ts'
import { noteLive } from '#lib/users/presence.ts'
import { AGENT_LOST, wordsAfterLoss } from './agent-lost.ts'
import { claimConversation, releaseConversation } from './carry-conversation.ts'
import { storeCredential } from './credentials.ts'
import { endConversations } from './end-conversation.ts'
import { giveUpIn } from './give-up-take-overs.ts'
import { handBack, moveToAssistant } from './hand-back.ts'
import {
  archiveAssistant,
  changeAssistant,
  createAssistant,
  listAssistants,
  NewAssistant,
} from './manage-assistants.ts'
import { assistantLeft, calleeAnswers, talkEnded } from './next-verb.ts'
import { placeAssistantCall } from './place-assistant-call.ts'
import { planConversation } from './plan-conversation.ts'
import { readConversation } from './read-conversations.ts'
import { recordTurns } from './record-turns.ts'
import { resumeAssistant } from './resume-assistant.ts'
import { moveToPerson, takeOver } from './take-over.ts'
import { runTool } from './tools.ts'
import { tryAssistant } from './try-assistant.ts'

const carrier = new FakeCarrier()
const CALLER = '+442079460958'
let business: TestBusiness
let assistantId: string
beforeAll(() => carrier.start())
afterAll(() => carrier.stop())
beforeEach(async () => {
  business = await createTestBusiness()
  const wanted = NewAssistant.parse({
    ...{ name: 'Robin', prompt: 'Be brief.', firstMessage: 'How can I help?', disclosure: 'I am automatic.' },
    ...{ tools: ['transfer_to_agent', 'end_call', 'send_digits'], lines: [business.line.number] },
  })
  assistantId = (await createAssistant(callerOf(business, business.users.admin), wanted)).id
})

const inside = <T>(run: (tx: Tx) => Promise<T>) => withBusiness(business.businessId, run)
const deliver = <T>(run: (delivery: Delivery) => Promise<T>) =>
  inside((tx) =>
    run({
      tx,
      businessId: business.businessId,
      accountSid: business.account.accountSid,
      address: '127.0.0.1',
      raw: {},
    }),
  )
const formOf = (callSid: string, status: CallStatus = 'in-progress') => ({
  ...{ AccountSid: business.account.accountSid, CallSid: callSid, From: CALLER, To: business.line.number },
  ...{ CallStatus: status, Direction: 'inbound' },
})
const conversationOf = (callSid: string) =>
  inside((tx) => tx.assistantConversation.findFirstOrThrow({ where: { callSid } }))

/** Somebody calls the line, and the assistant's stream begins. */
async function answered() {
  const callSid = newCallSid()
  const twiml = await deliver((delivery) => takeInbound(delivery, formOf(callSid, 'ringing')))
  const { id, callId } = await conversationOf(callSid)
  const carriage = {
    ...{ businessId: business.businessId, conversationId: id, callId },
    ...{ streamSid: newSid('MZ'), sidecarId: 'sidecar-1' },
  }
  await claimConversation(carriage, { callSid, accountSid: business.account.accountSid })
  return { callSid, twiml, id, callId, carriage }
}
const turn = (position: number, speaker: 'caller' | 'assistant', text: string, heardText: string | null = null) => ({
  ...{ position, speaker, text, heardText, startMs: position * 1000, endMs: position * 1000 + 900, latencyMs: null },
})
const left = (callSid: string, callId: string, status: CallStatus = 'in-progress') =>
  deliver((delivery) => assistantLeft(delivery, { ...formOf(callSid, status), callId }))
const beThere = () => noteLive(business.businessId, business.users.agent.membershipId)

describe('a line of an assistant', () => {
  test('is answered by its stream, with a real verb after it (M16)', async () => {
    const { twiml, callId, id } = await answered()
    expect(twiml).toMatch(
      /<Connect><Stream url="[^"]+\/media\/AC\w{32}"><Parameter name="ticket" value="[\w-]+"\/><\/Stream><\/Connect><Redirect method="POST">[^<]+\/assistant-left\//,
    )
    expect(await callRow(business, callId)).toMatchObject({ status: 'in-progress', answeredAt: expect.any(Date) })
    expect(await readConversation(callerOf(business, business.users.agent), { id })).toMatchObject({
      ...{ state: 'live', assistantName: 'Robin', party: { number: CALLER } },
    })
  })

  test('rings the desk when the assistant broke down, and ends when it said goodbye (M12)', async () => {
    await beThere()
    const broken = await answered()
    await releaseConversation(broken.carriage, 'failed')
    expect(await left(broken.callSid, broken.callId)).toContain('<Client')
    const done = await answered()
    await releaseConversation(done.carriage, 'end_call')
    expect(await left(done.callSid, done.callId)).toMatch(/<Response><Hangup\/><\/Response>/)
    const gone = await answered()
    await releaseConversation(gone.carriage, 'call-over')
    expect(await left(gone.callSid, gone.callId, 'completed')).not.toContain('<Client')
  })

  test('rings the desk once the assistant has spent its day', async () => {
    await beThere()
    const { id: _, ...rest } = { id: assistantId, ...NewAssistant.parse({ name: 'Robin', dailySpend: 0.1 }) }
    const change = { ...rest, id: assistantId, lines: [business.line.number] }
    await changeAssistant(callerOf(business, business.users.admin), change)
    await answered()
    const twiml = await deliver((delivery) => takeInbound(delivery, formOf(newCallSid(), 'ringing')))
    expect(twiml).toContain('<Client')
  })

  test('goes back to the agents when its assistant is removed', async () => {
    await archiveAssistant(callerOf(business, business.users.admin), { id: assistantId })
    await beThere()
    expect(await deliver((delivery) => takeInbound(delivery, formOf(newCallSid(), 'ringing')))).toContain('<Client')
    expect(await listAssistants(callerOf(business, business.users.agent))).toMatchObject({ assistants: [] })
  })
})

describe('tools', () => {
  const call = (name: 'transfer_to_agent' | 'end_call' | 'send_digits', parameters: Record<string, unknown> = {}) => ({
    ...{ id: 't1', name, parameters },
  })

  test('the caller is passed to the desk, when somebody is there', async () => {
    const { id, callSid, callId, carriage } = await answered()
    expect(await runTool(business.businessId, id, call('transfer_to_agent'))).toMatchObject({ isError: true })
    await beThere()
    expect(await runTool(business.businessId, id, call('transfer_to_agent', { reason: 'gas' }))).toMatchObject({
      isError: false,
      next: { do: 'leave' },
    })
    await releaseConversation(carriage, 'transfer_to_agent')
    expect(await left(callSid, callId)).toContain(`<Identity>${business.users.agent.carrierIdentity}</Identity>`)
  })

  test('no number that somebody names is reached', async () => {
    await beThere()
    const { id } = await answered()
    for (const parameters of [
      { to: '+19005551234' },
      { number: '+442079460000' },
      { reason: 'x', phone_number: '1' },
    ]) {
      expect(await runTool(business.businessId, id, call('transfer_to_agent', parameters))).toMatchObject({
        isError: true,
      })
    }
    expect(carrier.calls).toHaveLength(0)
    const denied = await inside((tx) => tx.auditEntry.findMany({ where: { action: 'assistant.tool' } }))
    expect(denied.map(({ details }) => details)).toEqual(
      Array.from({ length: 3 }, () => ({ tool: 'transfer_to_agent', refused: true })),
    )
  })

  test('only those it was given, only keys that exist, and none in a call that is over or a person’s', async () => {
    const { id, callId } = await answered()
    expect(await runTool(business.businessId, id, call('send_digits', { digits: '12#' }))).toMatchObject({
      next: { do: 'digits', digits: '12#' },
    })
    expect(await runTool(business.businessId, id, call('send_digits', { digits: 'abc' }))).toMatchObject({
      isError: true,
    })
    await changeAssistant(callerOf(business, business.users.admin), {
      ...NewAssistant.parse({ name: 'Robin', tools: ['end_call'] }),
      id: assistantId,
    })
    expect(await runTool(business.businessId, id, call('send_digits', { digits: '1' }))).toMatchObject({
      isError: true,
    })
    await takeOver(callerOf(business, business.users.agent), { id })
    expect(await runTool(business.businessId, id, call('end_call'))).toMatchObject({ isError: true })
    expect((await callRow(business, callId)).endedAt).toBeNull()
  })
})

describe('taken over and handed back', () => {
  /** An assistant's call out that was answered. */
  async function talking() {
    const caller = callerOf(business, business.users.supervisor)
    const { callId, callSid } = await placeAssistantCall(caller, { to: CALLER, assistantId })
    const ringing = { ...formOf(callSid, 'ringing'), SequenceNumber: 1, callId, role: 'outside' as const }
    await deliver((delivery) => recordStatus(delivery, ringing))
    const twiml = await deliver((delivery) => calleeAnswers(delivery, { ...formOf(callSid), callId }))
    expect(twiml).toContain('<Connect><Stream')
    const { id } = await conversationOf(callSid)
    const streamSid = newSid('MZ')
    const carriage = { businessId: business.businessId, conversationId: id, callId, streamSid, sidecarId: 's' }
    await claimConversation(carriage, { callSid, accountSid: business.account.accountSid })
    return { callId, callSid, id, carriage, made: carrier.calls.find(({ sid }) => sid === callSid)! }
  }
  const agentConnects = (attemptId: string, callSid = newCallSid()) =>
    deliver((delivery) =>
      connectAgent(delivery, {
        ...formOf(callSid),
        From: `client:${business.users.agent.carrierIdentity}`,
        attemptId,
      }),
    ).then((twiml) => ({ twiml, callSid }))

  test('its assistant can be connected while the callee’s phone rings', async () => {
    const { id, callId } = await talking()
    const events = await inside((tx) => tx.domainEvent.findMany({ select: { payload: true } }))
    const payloads = events.map(({ payload }) => payload)
    expect(payloads).toContainEqual({ type: 'conversation.ringing', callId, conversationId: id })
  })

  test('one person gets it; the other party is moved to them and back, and nobody is called lost', async () => {
    const { callId, callSid, id, carriage, made } = await talking()
    await recordTurns({ ...carriage }, [
      turn(0, 'assistant', 'I am automatic. How can I help?'),
      turn(1, 'caller', 'A person please'),
      turn(2, 'assistant', 'One moment, I will see who', 'One moment,'),
    ])
    const me = callerOf(business, business.users.agent)
    const taken = await Promise.allSettled([takeOver(me, { id }), takeOver(me, { id }), takeOver(me, { id })])
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const agent = await agentConnects(id)
    expect(agent.twiml).toContain(`>${callId}</Conference>`)
    expect((await agentConnects(id)).twiml).not.toContain('<Conference')
    await moveToPerson(business.businessId, { conversationId: id })
    expect(made.twiml.at(-1)).toMatch(/<Start><Stream name="notes"[^>]+track="both_tracks">.*<Dial .*<Conference/)
    await releaseConversation(carriage, 'call-over')

    await handBack(me, { id, note: 'They want Wednesday.' })
    const moved = { ...formOf(callSid), callId }
    expect(await deliver((delivery) => talkEnded(delivery, moved))).toMatch(/<Response><Hangup\/>/)
    await moveToAssistant(business.businessId, { conversationId: id })
    expect(made.twiml.at(-1)).toMatch(/<Stop><Stream name="notes"\/><\/Stop><Connect><Stream .*<Redirect/)
    const row = await callRow(business, callId)
    expect(row).toMatchObject({ endedAt: null, endedBy: null })
    const events = await inside((tx) => tx.callEvent.findMany({ where: { callId, source: 'command' } }))
    expect(events.map(({ type }) => type).sort()).toEqual(['assistant-answered', 'hand-back', 'take-over'])

    await inside((tx) => storeCredential(tx, business.businessId, null, { agentId: 'agent_1', apiKey: 'xi' }))
    const { plan } = await planConversation(business.businessId, id)
    expect(plan).toMatchObject({
      firstMessage: '',
      resume: {
        note: 'They want Wednesday.',
        said: [{ who: 'assistant' }, { who: 'caller' }, { who: 'assistant', text: 'One moment,' }],
      },
    })
    await expect(handBack(me, { id, note: '' })).rejects.toMatchObject({ code: 'call_over' })
    expect(await left(callSid, callId)).not.toContain('<Connect')
  })

  test('the assistant goes on where whoever took over never came', async () => {
    const { id } = await talking()
    await takeOver(callerOf(business, business.users.agent), { id })
    await giveUpIn(business.businessId, new Date(Date.now() - 60_000))
    expect(await inside((tx) => tx.assistantConversation.count({ where: { id, state: 'human' } }))).toBe(1)
    await giveUpIn(business.businessId, new Date(Date.now() + 60_000))
    expect(await inside((tx) => tx.assistantConversation.count({ where: { id, state: 'live' } }))).toBe(1)
  })

  test('no document is put over a call whose stream is active, whatever comes late, twice or out of turn (M15)', async () => {
    const { callId, callSid, id, carriage, made } = await talking()
    const [me, streamSid] = [callerOf(business, business.users.agent), carriage.streamSid]
    const isCarried = () =>
      inside((tx) => tx.assistantConversation.count({ where: { id, state: 'live', streamSid: { not: null } } }))
    const lateJobs = async (lostCallSid: string) => {
      await moveToPerson(business.businessId, { conversationId: id })
      await moveToAssistant(business.businessId, { conversationId: id })
      await resumeAssistant(business.businessId, { callId, callSid, lostCallSid })
    }
    for (const sequence of [2, 1, 2]) {
      const status = { ...formOf(callSid), SequenceNumber: sequence, callId, role: 'outside' as const }
      await deliver((delivery) => recordStatus(delivery, status))
    }
    await lateJobs(newCallSid())
    await takeOver(me, { id })
    await hangUp(me, { id: callId })
    await lateJobs(newCallSid())
    expect([await isCarried(), made.twiml]).toEqual([1, []])

    // Lost before the other party was moved: one document gives them a stream, and the end of the one before ends nothing.
    await takeOver(me, { id })
    const agent = await agentConnects(id)
    const gone = { ...formOf(agent.callSid, 'completed'), SequenceNumber: 1, callId }
    await deliver((delivery) => recordStatus(delivery, gone))
    await lateJobs(agent.callSid)
    await moveToAssistant(business.businessId, { conversationId: id })
    expect(made.twiml).toEqual([expect.stringContaining('<Connect><Stream')])
    const next = { ...carriage, streamSid: newSid('MZ') }
    expect(await claimConversation(next, { callSid, accountSid: business.account.accountSid })).toBeTruthy()
    await releaseConversation({ ...carriage, streamSid }, 'call-over')
    await lateJobs(agent.callSid)
    expect([await isCarried(), made.twiml.length]).toEqual([1, 1])
  })

  test('the assistant goes on at once when whoever took over gives up before they are there', async () => {
    const { id, callId } = await talking()
    const [me, placer] = [business.users.agent, business.users.supervisor].map((user) => callerOf(business, user))
    for (const who of [me!, placer!]) {
      await takeOver(who, { id })
      await hangUp(who, { id: callId })
      expect(await inside((tx) => tx.assistantConversation.count({ where: { id, state: 'live' } }))).toBe(1)
      expect(await callRow(business, callId)).toMatchObject({ endedAt: null })
    }
    const given = await inside((tx) => tx.auditEntry.count({ where: { subjectId: callId, action: 'call.hand-back' } }))
    expect(given).toBe(2)
    await takeOver(me!, { id })
    const agent = await agentConnects(id)
    await hangUp(me!, { id: callId })
    const ends = await inside((tx) => tx.callEvent.count({ where: { callId, type: 'hang-up' } }))
    expect([agent.twiml.includes('<Conference'), ends]).toEqual([true, 1])
  })

  test('a colleague comes to no call that somebody else took over, and gives none up', async () => {
    const { id, callId } = await talking()
    const [colleague, placer] = [business.users.agent, business.users.supervisor].map((user) =>
      callerOf(business, user),
    )
    await takeOver(placer!, { id })
    expect((await agentConnects(id)).twiml).not.toContain('<Conference')
    await expect(hangUp(colleague!, { id: callId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await inside((tx) => tx.assistantConversation.count({ where: { id, state: 'human' } }))).toBe(1)
  })

  test('an agent who is lost in the call: the assistant goes on and says so, once, and nobody is left in silence', async () => {
    const { callId, callSid, id, carriage, made } = await talking()
    await recordTurns({ ...carriage }, [turn(0, 'caller', 'A person please')])
    await takeOver(callerOf(business, business.users.agent), { id })
    const agent = await agentConnects(id)
    await moveToPerson(business.businessId, { conversationId: id })
    await releaseConversation(carriage, 'call-over')
    const status = { ...formOf(agent.callSid, 'completed'), SequenceNumber: 1, callId }
    await deliver((delivery) => recordStatus(delivery, status))
    const events = await inside((tx) => tx.callEvent.findMany({ where: { callId, type: 'agent-lost' } }))
    expect(events).toHaveLength(1)

    const lost = { callId, callSid, lostCallSid: agent.callSid }
    await resumeAssistant(business.businessId, lost)
    await resumeAssistant(business.businessId, lost)
    await moveToAssistant(business.businessId, { conversationId: id })
    expect(made.twiml.at(-1)).toMatch(/<Stop><Stream name="notes"\/><\/Stop><Connect><Stream .*<Redirect/)
    expect(await inside((tx) => tx.callEvent.count({ where: { callId, type: 'hand-back' } }))).toBe(1)
    await inside((tx) => storeCredential(tx, business.businessId, null, { agentId: 'agent_1', apiKey: 'xi' }))
    const { plan } = await planConversation(business.businessId, id)
    expect(plan).toMatchObject({ firstMessage: wordsAfterLoss('en'), resume: { note: AGENT_LOST } })
    const over = { ...formOf(callSid, 'completed'), SequenceNumber: 3, callId }
    await deliver((delivery) => recordStatus(delivery, over))
    expect(await callRow(business, callId)).toMatchObject({ endedBy: 'other', endedAt: expect.any(Date) })
  })

  test('an agent who is lost in a call whose assistant is gone for good is told to the other party', async () => {
    const { callId, callSid, id, made } = await talking()
    await takeOver(callerOf(business, business.users.agent), { id })
    const agent = await agentConnects(id)
    await inside((tx) => tx.assistantConversation.updateMany({ where: { id }, data: { callSid: null } }))
    await resumeAssistant(business.businessId, { callId, callSid, lostCallSid: agent.callSid })
    expect(made.twiml.at(-1)).toContain(SENTENCES.agentLost)
  })

  test('what was said is the call’s transcript when all is over, without what nobody heard', async () => {
    const { callId, callSid, carriage } = await answered()
    await recordTurns(carriage, [
      turn(0, 'assistant', 'How can I help? We are open', 'How can I help?'),
      turn(1, 'caller', 'Bye'),
    ])
    const over = { ...formOf(callSid, 'completed'), SequenceNumber: 1 }
    await deliver((delivery) => recordStatus(delivery, over))
    await endConversations(business.businessId, { callId })
    expect(await inside((tx) => tx.transcript.count({ where: { callId } }))).toBe(0)
    await releaseConversation(carriage, 'call-over')
    await endConversations(business.businessId, { callId })
    const [transcript, ...more] = await inside((tx) =>
      tx.transcript.findMany({ where: { callId }, include: { segments: true } }),
    )
    expect(more).toEqual([])
    expect(transcript).toMatchObject({ source: 'assistant', text: 'How can I help?\nBye' })
    expect(await callRow(business, callId)).toMatchObject({ outcome: 'completed', hasTranscript: true })
  })

  test('after a transfer the agent’s talk can be handed back too', async () => {
    await beThere()
    const { id, callId, callSid, carriage } = await answered()
    await runTool(business.businessId, id, { id: 't', name: 'transfer_to_agent', parameters: {} })
    await releaseConversation(carriage, 'transfer_to_agent')
    await left(callSid, callId)
    const agentSid = newCallSid()
    const agentLeg = {
      ...formOf(agentSid),
      To: `client:${business.users.agent.carrierIdentity}`,
      ...{ SequenceNumber: 2, ParentCallSid: callSid, callId, role: 'agent' as const },
    }
    await deliver((delivery) => recordStatus(delivery, agentLeg))
    await handBack(callerOf(business, business.users.agent), { id, note: '' })
    const action = { ...formOf(callSid), callId, round: 1, DialCallStatus: 'completed' }
    expect(await deliver((delivery) => dialEnded(delivery, action))).toMatch(/<Response><Hangup\/>/)
    expect(await inside((tx) => tx.callEvent.count({ where: { callId, type: 'agent-lost' } }))).toBe(0)
  })
})

test('an agent tries an assistant from their own browser: nobody is dialled', async () => {
  const me = callerOf(business, business.users.agent)
  const { attemptId, callId } = await tryAssistant(me, { id: assistantId })
  const connect = (identity: string) =>
    deliver((delivery) => connectAgent(delivery, { ...formOf(newCallSid()), From: `client:${identity}`, attemptId }))
  expect(await connect(business.users.supervisor.carrierIdentity)).not.toContain('<Connect')
  expect(await connect(business.users.agent.carrierIdentity)).toContain('<Connect><Stream')
  expect(await connect(business.users.agent.carrierIdentity)).not.toContain('<Connect')
  expect(await callRow(business, callId)).toMatchObject({ direction: 'inbound', userId: business.users.agent.userId })
})

test('only admins change assistants; a line of another business is none', async () => {
  const wanted = NewAssistant.parse({ name: 'x' })
  for (const who of [business.users.agent, business.users.supervisor]) {
    await expect(createAssistant(callerOf(business, who), wanted)).rejects.toMatchObject({ code: 'forbidden' })
  }
  const foreign = createAssistant(callerOf(business, business.users.owner), { ...wanted, lines: ['+14155550199'] })
  await expect(foreign).rejects.toMatchObject({ code: 'invalid_input', field: 'lines' })
  const { assistants } = await listAssistants(callerOf(business, business.users.agent))
  expect(assistants.map(({ name }) => name)).toEqual(['Robin'])
})
