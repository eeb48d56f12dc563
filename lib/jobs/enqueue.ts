import type { Tx } from '#lib/db/with-business.ts'
import type { TaskName, TaskPayloads } from './tasks.ts'

/**
 * Queues a job that runs once the transaction has committed, and never if it does not. A job that waits under the same
 * key is replaced. Jobs may run twice: their bodies must bear it.
 */
export async function enqueue<Name extends TaskName>(
  tx: Tx,
  businessId: string,
  task: Name,
  payload: TaskPayloads[Name],
  key?: string,
): Promise<void> {
  const body = JSON.stringify({ businessId, payload })
  const jobKey = key === undefined ? null : `${businessId}:${key}`
  await tx.$executeRaw`select graphile_worker.enqueue(${task}::text, ${body}::json, ${jobKey}::text)`
}
