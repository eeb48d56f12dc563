import type { CallDetail, CallRecording, SpokenTurn } from './history.ts'
import { secondOf } from './leg-rows.ts'

/** A second of a recording. */
export interface Heard {
  recording: CallRecording
  second: number
}

const toMs = (seconds: number) => Math.round(seconds * 1000) / 1000

/** Seconds from the call's begin to the recording's; a file that somebody sent holds the whole call. */
const startOf = (call: CallDetail, { started_at }: CallRecording): number =>
  started_at ? secondOf(call, started_at) : 0

/** Where a turn is heard: its times count from the call's begin, a recording begins later. Null where none has any of it. */
export function heardAt(call: CallDetail, turn: SpokenTurn): Heard | null {
  for (const recording of call.recordings.filter(({ status }) => status === 'stored')) {
    const start = startOf(call, recording)
    const end = recording.duration_ms === null ? Number.POSITIVE_INFINITY : start + recording.duration_ms / 1000
    if (turn.end_time >= start && turn.start_time <= end)
      return { recording, second: Math.max(0, toMs(turn.start_time - start)) }
  }
  return null
}

/** The second of the call that is heard at a second of one of its recordings. */
export const secondOfCall = (call: CallDetail, { recording, second }: Heard): number =>
  toMs(startOf(call, recording) + second)

/** The turn that is heard at a second: the last one that has begun; -1 before the first. */
export function turnAt(turns: readonly SpokenTurn[], second: number): number {
  let [low, high] = [0, turns.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (turns[middle]!.start_time <= second) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Words for our own side of the line, by whoever wrote the transcript. */
const OURS = /^(agent|assistant|operator|representative|rep|us)$/i

export const isOurs = (speaker: string): boolean => OURS.test(speaker)
