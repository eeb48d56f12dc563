/** What each job of a business is given. Its body stands under the same name in worker/tasks.ts. */
export interface TaskPayloads {
  'end-leg': { callSid: string; how: 'end' | 'tell-lost' }
}

export type TaskName = keyof TaskPayloads
