import { createHmac } from 'node:crypto'
import { NextRequest } from 'next/server'
import { beforeAll, expect, test, vi } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { assistantWebhook } from '#lib/http/assistant-webhook.ts'
import { newId } from '#lib/ids.ts'
import { askForConversation } from './complete-conversation.ts'
import { storeCredential } from './credentials.ts'
import { recordPostCall } from './record-post-call.ts'

const SECRET = 'wsec_test'
const post = assistantWebhook({ run: recordPostCall })

let business: TestBusiness
beforeAll(async () => {
  business = await createTestBusiness()
  const { businessId } = business
  const credential = { agentId: 'agent_test', apiKey: 'sk_test', webhookSecret: SECRET }
  await withBusiness(businessId, (tx) => storeCredential(tx, businessId, null, credential))
})

/** A call that is over and its conversation, of which only the greeting was written down here. */
async function createConversation(endedReason: string) {
  const { businessId, line } = business
  const [callId, id, vendorId] = [newId(), newId(), `conv_${newId()}`]
  const startedAt = new Date('2026-11-20T09:00:00Z')
  const endedAt = new Date('2026-11-20T09:01:00Z')
  const words = { prompt: '', firstMessage: 'Hello.' }
  await withBusiness(businessId, async (tx) => {
    const facts = { origin: 'inbound', direction: 'inbound', status: 'completed', phoneNumber: line.number }
    await tx.call.create({ data: { businessId, id: callId, ...facts, startedAt, endedAt } })
    await tx.assistantConversation.create({
      data: { businessId, id, callId, state: 'ended', endedReason, endedAt, startedAt, vendorId, ...words },
    })
    await tx.conversationTurn.create({
      data: { businessId, conversationId: id, position: 0, speaker: 'assistant', text: 'Hello.', startMs: 0 },
    })
  })
  return { callId, id, vendorId }
}

const reportOf = (vendorId: string, status = 'done') => ({
  agent_id: 'agent_test',
  conversation_id: vendorId,
  status,
  transcript: [
    { role: 'agent', message: 'Hello.', time_in_call_secs: 0 },
    { role: 'agent', message: null, time_in_call_secs: 1 },
    { role: 'user', message: 'My boiler leaks.', time_in_call_secs: 3 },
  ],
  metadata: { call_duration_secs: 8 },
})

const sign = (body: string, secret = SECRET) => {
  const t = Math.floor(Date.now() / 1000)
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

function deliver(report: object, { signature, accountSid = business.account.accountSid }: Record<string, string> = {}) {
  const body = JSON.stringify({ type: 'post_call_transcription', event_timestamp: 1, data: report })
  const headers = { 'content-type': 'application/json', 'elevenlabs-signature': signature ?? sign(body) }
  const url = `http://localhost:3000/api/assistants/post-call/${accountSid}`
  const request = new NextRequest(url, { method: 'POST', body, headers })
  return post(request, { params: Promise.resolve({ accountSid }) })
}

const turnsOf = (conversationId: string) =>
  withBusiness(business.businessId, (tx) =>
    tx.conversationTurn.findMany({
      where: { conversationId },
      orderBy: { position: 'asc' },
      select: { speaker: true, text: true, startMs: true },
    }),
  )
const WHOLE = [
  { speaker: 'assistant', text: 'Hello.', startMs: 0 },
  { speaker: 'caller', text: 'My boiler leaks.', startMs: 3000 },
]

test('what was said after our process died is taken from the report, once, also into the transcript', async () => {
  const { callId, id, vendorId } = await createConversation('stream-lost')
  expect((await deliver(reportOf(vendorId))).status).toBe(200)
  expect((await deliver(reportOf(vendorId))).status).toBe(200)
  expect(await turnsOf(id)).toEqual(WHOLE)
  const transcripts = await withBusiness(business.businessId, (tx) => tx.transcript.findMany({ where: { callId } }))
  expect(transcripts).toMatchObject([{ version: 1, source: 'assistant', text: 'Hello.\nMy boiler leaks.' }])
})

test('a conversation that we carried to its end is left as it was heard', async () => {
  const { id, vendorId } = await createConversation('finished')
  expect((await deliver(reportOf(vendorId))).status).toBe(200)
  expect(await turnsOf(id)).toHaveLength(1)
})

test('nothing is taken from anybody else', async () => {
  const { id, vendorId } = await createConversation('stream-lost')
  const other = await createTestBusiness()
  const forgeries: Record<string, string>[] = [
    { signature: sign('{}') },
    { signature: sign(JSON.stringify(reportOf(vendorId)), '') },
    { accountSid: other.account.accountSid },
    { accountSid: `AC${'0'.repeat(32)}` },
    { accountSid: "AC' or 1=1" },
  ]
  for (const forgery of forgeries) expect((await deliver(reportOf(vendorId), forgery)).status).toBe(403)
  expect((await deliver({ nothing: true })).status).toBe(422)
  expect(await turnsOf(id)).toHaveLength(1)
})

test('when no report comes the vendor is asked until it is done', async () => {
  const { id, vendorId } = await createConversation('stream-lost')
  const answers = ['processing', 'done'].map((status) => Response.json(reportOf(vendorId, status)))
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answers.shift()!)
  const ask = () => askForConversation(business.businessId, { conversationId: id })
  await expect(ask()).rejects.toThrow('still processing')
  await ask()
  expect(fetched.mock.calls[0]).toMatchObject([
    expect.stringMatching(`/v1/convai/conversations/${vendorId}$`),
    { headers: { 'xi-api-key': 'sk_test' } },
  ])
  fetched.mockRestore()
  expect(await turnsOf(id)).toEqual(WHOLE)
})
