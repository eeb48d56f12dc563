/** What each job of a business is given. Its body stands under the same name in worker/tasks.ts. */
export interface TaskPayloads {
  'add-callee': { attemptId: string }
  'end-leg': { callSid: string; how: 'end' | 'tell-lost' }
  'fetch-recording': { recordingSid: string }
}

export type TaskName = keyof TaskPayloads
