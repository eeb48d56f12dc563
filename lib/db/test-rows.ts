import { newId, newSid } from '#lib/ids.ts'
import type { TestBusiness } from './test-business.ts'
import { withBusiness } from './with-business.ts'

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
    await tx.callLeg.create({
      data: {
        businessId,
        id: newId(),
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
  })
  return callId
}
