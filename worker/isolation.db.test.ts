import type { JobHelpers } from 'graphile-worker'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { createTestRows } from '#lib/db/test-rows.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { rowsOf } from '#lib/http/test-whole-business.ts'
import { newId } from '#lib/ids.ts'
import { crontab, tasks } from './tasks.ts'

const HELPERS = { job: { task_identifier: 'test', id: '1', attempts: 1 } } as JobHelpers
/** The jobs that are given a business; those of the clock visit every business in its own context. */
const names = Object.keys(tasks).filter((name) => !crontab.includes(name))

let victim: TestBusiness
let other: TestBusiness
let payload: Record<string, string>
beforeAll(async () => {
  ;[victim, other] = [await createTestBusiness(), await createTestBusiness()]
  const callId = await createTestRows(victim)
  payload = await withBusiness(victim.businessId, async (tx) => ({
    callId,
    attemptId: (await tx.callAttempt.findFirstOrThrow()).id,
    recordingId: (await tx.recording.findFirstOrThrow()).id,
    conversationId: (await tx.assistantConversation.findFirstOrThrow()).id,
    exportId: (await tx.export.findFirstOrThrow()).id,
    callSid: (await tx.callLeg.findFirstOrThrow()).callSid,
    how: 'end',
  }))
})

/** Whether the job went through; what it changed is judged by the rows. */
const run = async (name: string, job: unknown): Promise<boolean> => {
  try {
    await tasks[name]!(job, HELPERS)
    return true
  } catch {
    return false
  }
}

describe.each(names)('the job %s', (name) => {
  test.each([
    ['without a business', () => ({ payload })],
    ['with a business that is no id', () => ({ businessId: "' or true --", payload })],
    ['that is nothing', () => null],
  ])('%s does not run', async (_, job) => {
    const before = await rowsOf(victim.businessId)
    expect(await run(name, job())).toBe(false)
    expect(await rowsOf(victim.businessId)).toEqual(before)
  })

  test('of another business, or of one that there is not, touches no row of this one', async () => {
    const before = await rowsOf(victim.businessId)
    for (const businessId of [other.businessId, newId()]) await run(name, { businessId, payload })
    expect(await rowsOf(victim.businessId)).toEqual(before)
  })
})
