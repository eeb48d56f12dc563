import { newId, newSid } from '#lib/ids.ts'
import type { TestBusiness } from './test-business.ts'
import { type Tx, withBusiness } from './with-business.ts'

/** Gives a business at least one row in every table it may have rows in; returns the id of its call. */
export async function createTestRows({ businessId, account, line, users }: TestBusiness): Promise<string> {
  const callId = newId()
  const { userId } = users.agent
  const accountSid = account.accountSid
  const startedAt = new Date()
  await withBusiness(businessId, async (tx) => {
    await tx.apiKey.create({ data: { businessId, id: newId(), name: 'CRM', keyHash: newId(), scopes: [] } })
    await tx.call.create({
      data: {
        businessId,
        id: callId,
        origin: 'browser',
        direction: 'outbound',
        status: 'queued',
        phoneNumber: line.number,
        userId,
        startedAt,
      },
    })
    const legId = newId()
    await tx.callLeg.create({
      data: {
        businessId,
        id: legId,
        callId,
        accountSid,
        callSid: newSid('CA'),
        role: 'agent',
        status: 'ringing',
        startedAt,
      },
    })
    await tx.recording.create({
      data: { businessId, id: newId(), callId, accountSid, callSid: newSid('CA'), status: 'starting' },
    })
    await tx.callEvent.create({
      data: { businessId, callId, accountSid, source: 'command', type: 'test', dedupeKey: newId(), payload: {} },
    })
    await tx.callAttempt.create({
      data: {
        businessId,
        id: newId(),
        callId,
        userId,
        clientKey: newId(),
        requestHash: '',
        toNumber: '+442079460958',
        fromNumber: line.number,
        state: 'new',
      },
    })
    await tx.verifiedCallerId.create({
      data: { businessId, id: newId(), number: '+442079460999', label: 'Mobile', verifiedAt: startedAt },
    })
    await tx.domainEvent.create({ data: { businessId, payload: { type: 'call.changed', callId } } })
    await tx.auditEntry.create({
      data: { businessId, id: newId(), actor: userId, action: 'test', subjectType: 'call' },
    })
    await createLogRows(tx, businessId, callId, legId, userId)
    await createAssistantRows(tx, businessId, callId)
  })
  return callId
}

async function createLogRows(tx: Tx, businessId: string, callId: string, legId: string, userId: string): Promise<void> {
  const at = new Date()
  const transcriptId = newId()
  await tx.qualitySample.create({ data: { businessId, legId, minute: at, samples: [] } })
  await tx.callComment.create({ data: { businessId, id: newId(), callId, userId, text: 'a remark' } })
  await tx.transcript.create({
    data: { businessId, id: transcriptId, callId, version: 1, source: 'api', text: 'good morning' },
  })
  await tx.transcriptSegment.create({
    data: { businessId, transcriptId, position: 0, speaker: 'caller', startMs: 0, endMs: 900, text: 'good morning' },
  })
  await tx.savedView.create({ data: { businessId, id: newId(), userId, name: 'Mine', query: '' } })
  await tx.export.create({ data: { businessId, id: newId(), actor: userId, filter: {}, status: 'queued' } })
  const figures = { direction: 'outbound', status: 'queued', outcome: 'open', calls: 1, durationS: 0 }
  await tx.callRollup.create({ data: { businessId, span: 'day', bucket: at, ...figures } })
  await tx.recordingProof.create({
    data: { businessId, id: newId(), callId, action: 'deleted', reason: 'asked for', actor: userId },
  })
}

async function createAssistantRows(tx: Tx, businessId: string, callId: string): Promise<void> {
  const [assistantId, conversationId] = [newId(), newId()]
  const words = { prompt: 'Be kind.', firstMessage: 'Hello.' }
  await tx.assistant.create({ data: { businessId, id: assistantId, name: 'Ada', ...words } })
  await tx.assistantCredential.create({ data: { businessId, id: newId(), agentId: 'agent', apiKeySealed: '' } })
  await tx.assistantConversation.create({
    data: { businessId, id: conversationId, callId, assistantId, state: 'waiting', ...words },
  })
  await tx.conversationTurn.create({
    data: { businessId, conversationId, position: 0, speaker: 'assistant', text: 'Hello.', startMs: 0 },
  })
}
