/** What each job of a business is given. Its body stands under the same name in worker/tasks.ts. */
export interface TaskPayloads {
  'add-callee': { attemptId: string }
  'start-recording': { callId: string }
  'confirm-recording': { recordingId: string }
  'fetch-recording': { recordingId: string }
  'delete-recording-file': { path: string | null; accountSid?: string | null; recordingSid: string | null }
  'end-conversations': { callId: string }
  'ask-for-conversation': { conversationId: string }
  'move-to-person': { conversationId: string }
  'move-to-assistant': { conversationId: string }
  'resume-assistant': { callId: string; callSid: string; lostCallSid: string }
  'write-export': { exportId: string }
  'end-leg': { callSid: string; how: 'end' | 'tell-lost' }
}

export type TaskName = keyof TaskPayloads
