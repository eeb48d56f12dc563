import { messages } from '#components/messages/messages.ts'
import type { CallDetail, CallLeg, CallRecording } from './history.ts'

export interface Segment {
  state: 'ringing' | 'live' | 'recording' | 'paused'
  /** Seconds since the call began. */
  from: number
  to: number
}

export interface LegRow {
  id: string
  leg: CallLeg
  segments: Segment[]
  /** What became of a leg that nobody answered. */
  end: string | null
}

const t = messages.legs

/** Seconds from the call's first moment to its last, or until now. */
export const lengthOfCall = (call: CallDetail, now: number): number =>
  Math.max(1, secondOf(call, call.ended_at ?? new Date(now).toISOString()))

/** Seconds since the call began. */
export const secondOf = (call: CallDetail, iso: string): number =>
  Math.max(0, (Date.parse(iso) - Date.parse(call.started_at)) / 1000)

/** Each leg as what happened to it: it rings or waits, then it is live. Nobody is live before the call is answered. */
export function legRows(call: CallDetail, length: number): LegRow[] {
  return call.legs.map((leg) => {
    const from = secondOf(call, leg.ringing_at ?? leg.started_at)
    const to = leg.ended_at ? Math.min(length, secondOf(call, leg.ended_at)) : length
    const answered = liveAt(call, leg)
    const live = answered === null ? to : Math.min(to, Math.max(from, secondOf(call, answered)))
    const segments: Segment[] = [
      { state: 'ringing', from, to: live },
      { state: 'live', from: live, to },
    ]
    return { id: leg.id, leg, segments: segments.filter(({ from, to }) => to > from), end: endOf(call, leg, answered) }
  })
}

/** The carrier answers a caller's own leg with the agent's; an agent who calls out waits until the callee answers. */
function liveAt(call: CallDetail, leg: CallLeg): string | null {
  if (!call.answered_at) return null
  if (leg.role === 'outside' && call.direction === 'inbound') return call.answered_at
  if (!leg.answered_at) return null
  return Date.parse(leg.answered_at) > Date.parse(call.answered_at) ? leg.answered_at : call.answered_at
}

function endOf(call: CallDetail, { role, status, ended_at }: CallLeg, answered: string | null): string | null {
  if (answered || !ended_at) return null
  if (status === 'busy') return t.ends.busy
  if (status === 'failed') return t.ends.failed
  if (role === 'agent' && call.answered_at && call.agent_name) return t.answeredBy(call.agent_name)
  return status === 'no-answer' ? t.ends.noAnswer : t.ends.stopped
}

/** A recording between its pauses. */
export function recordingSegments(call: CallDetail, recording: CallRecording, length: number): Segment[] {
  if (!recording.started_at) return []
  const start = secondOf(call, recording.started_at)
  const end = recording.duration_ms === null ? length : Math.min(length, start + recording.duration_ms / 1000)
  const segments: Segment[] = []
  let from = start
  for (const pause of recording.pauses) {
    const paused = Math.min(end, secondOf(call, pause.from))
    const resumed = pause.to ? Math.min(end, secondOf(call, pause.to)) : end
    segments.push({ state: 'recording', from, to: paused }, { state: 'paused', from: paused, to: resumed })
    from = resumed
  }
  segments.push({ state: 'recording', from, to: end })
  return segments.filter(({ from, to }) => to > from)
}

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]

/** Round times of the axis, at most so many. */
export function ticksOf(length: number, most: number): number[] {
  const step = STEPS_S.find((seconds) => length / seconds <= most) ?? 7200
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step)
}
