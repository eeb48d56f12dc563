import type { JobHelpers, TaskList } from 'graphile-worker'
import { z } from 'zod'
import { askForConversation } from '#lib/assistants/complete-conversation.ts'
import { endConversations } from '#lib/assistants/end-conversation.ts'
import { moveToAssistant } from '#lib/assistants/hand-back.ts'
import { resumeAssistant } from '#lib/assistants/resume-assistant.ts'
import { moveToPerson } from '#lib/assistants/take-over.ts'
import { addCallee } from '#lib/calls/add-callee.ts'
import { endLeg } from '#lib/calls/end-leg.ts'
import { reconcileCalls } from '#lib/calls/reconcile-calls.ts'
import { forgetExports } from '#lib/exports/forget-exports.ts'
import { writeExport } from '#lib/exports/write-export.ts'
import { cleanExpired } from '#lib/jobs/clean-expired.ts'
import type { TaskName, TaskPayloads } from '#lib/jobs/tasks.ts'
import { log } from '#lib/log.ts'
import { confirmRecording } from '#lib/recordings/change-recording.ts'
import { clearStrays } from '#lib/recordings/clear-strays.ts'
import { compareRecordings } from '#lib/recordings/compare-recordings.ts'
import { deleteRecordingFile } from '#lib/recordings/delete-recording-file.ts'
import { expireRecordings } from '#lib/recordings/expire-recordings.ts'
import { fetchRecording } from '#lib/recordings/fetch-recording.ts'
import { startRecording } from '#lib/recordings/start-recording.ts'
import { refreshRollups } from '#lib/stats/refresh-rollups.ts'

/** The body of each job; what it reads and writes, it does inside the business it is given. */
const bodies: { [Name in TaskName]: (businessId: string, payload: TaskPayloads[Name]) => Promise<void> } = {
  'add-callee': addCallee,
  'end-conversations': endConversations,
  'ask-for-conversation': askForConversation,
  'move-to-person': moveToPerson,
  'move-to-assistant': moveToAssistant,
  'resume-assistant': resumeAssistant,
  'end-leg': endLeg,
  'start-recording': startRecording,
  'confirm-recording': confirmRecording,
  'fetch-recording': fetchRecording,
  'delete-recording-file': deleteRecordingFile,
  'write-export': writeExport,
}

const Envelope = z.object({ businessId: z.uuid(), payload: z.unknown() })

/** Every task the worker knows. A failed one is logged and repeated later by the queue. */
export const tasks: TaskList = {
  ...Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, ofBusiness(body)])),
  'clean-expired': logged(cleanExpired),
  'clear-strays': logged(clearStrays),
  'compare-recordings': logged(compareRecordings),
  'expire-recordings': logged(expireRecordings),
  'forget-exports': logged(forgetExports),
  'reconcile-calls': logged(reconcileCalls),
  'refresh-rollups': logged(refreshRollups),
}

export const crontab =
  '17 * * * * clean-expired\n37 * * * * compare-recordings\n27 * * * * forget-exports\n* * * * * reconcile-calls\n* * * * * refresh-rollups\n7 3 * * * expire-recordings\n47 3 * * * clear-strays'

/** enqueue() typed the payload when it was queued; a job without a business does not run. */
function ofBusiness(body: (businessId: string, payload: never) => Promise<void>) {
  return logged(async (job: unknown) => {
    const { businessId, payload } = Envelope.parse(job)
    await body(businessId, payload as never)
  })
}

function logged(body: (payload: unknown) => Promise<void>) {
  return async (payload: unknown, { job }: JobHelpers): Promise<void> => {
    try {
      await body(payload)
    } catch (error) {
      log.error('a job failed', { task: job.task_identifier, jobId: job.id, attempt: job.attempts, error })
      throw error
    }
  }
}
