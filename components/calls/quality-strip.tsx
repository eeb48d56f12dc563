import { messages } from '#components/messages/messages.ts'
import type { CallDetail, CallRecording } from './history.ts'
import { secondOf } from './leg-rows.ts'
import { qualityPoints } from './quality.ts'
import { QualityLane } from './quality-lane.tsx'

interface QualityStripProps {
  call: CallDetail
  recording: CallRecording
  /** Seconds of the recording. */
  length: number
}

/** How good each measured side's connection was, on the recording's own axis: the side at fault is the one whose line falls. */
export function QualityStrip({ call, recording, length }: QualityStripProps) {
  if (!recording.started_at || length <= 0) return null
  const start = secondOf(call, recording.started_at)
  return call.legs.map((leg) => {
    const points = qualityPoints(call, leg)
      .map((point) => ({ ...point, second: point.second - start }))
      .filter(({ second }) => second >= 0 && second <= length)
    if (points.length === 0) return null
    const name = leg.name ?? messages.legs.agent
    return (
      <div key={leg.id} title={messages.callNotes.quality(name)} className="flex h-9 gap-2">
        <span className="w-14 flex-none truncate text-11 text-ink-2">{name.split(' ')[0]}</span>
        <div className="relative h-5 min-w-0 flex-1">
          <QualityLane points={points} length={length} />
        </div>
      </div>
    )
  })
}
