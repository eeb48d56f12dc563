import type { RecordingState } from '#lib/carrier/port.ts'
import type { RECORDING_STATUSES } from './recording-words.ts'

/** What is known of a recording. */
export type RecordingStatus = (typeof RECORDING_STATUSES)[number]

/** It takes sound now, or may. */
export const RUNNING: RecordingStatus[] = ['starting', 'in-progress', 'paused', 'unknown']

/** Nothing more will become of it. */
export const SETTLED: RecordingStatus[] = ['stored', 'absent']

/** A stretch without sound, as ISO times; `to` is absent where the call ended in it. */
export interface Pause {
  from: string
  to?: string
}

/** The pauses after one more confirmed change. */
export function pausesAfter(pauses: readonly Pause[], state: RecordingState, at: Date): Pause[] {
  const last = pauses.at(-1)
  const open = last !== undefined && last.to === undefined
  if (state === 'paused') return open ? [...pauses] : [...pauses, { from: at.toISOString() }]
  return open ? [...pauses.slice(0, -1), { ...last, to: at.toISOString() }] : [...pauses]
}
