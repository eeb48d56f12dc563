'use client'
import { Pause } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { useNumberText } from '#components/phone/number-text.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { CallDetail, CallLeg, CallRecording } from './history.ts'
import { type LegRow, legRows, lengthOfCall, recordingSegments, type Segment, secondOf, ticksOf } from './leg-rows.ts'
import { usePlayer, usePlayerTime } from './player-context.tsx'
import { type QualityPoint, qualityPoints } from './quality.ts'
import { QualityLane } from './quality-lane.tsx'

const t = messages.legs
const LABEL = 'w-29 flex-none pr-2 leading-4 tablet:w-34'

/** Who was in the call when: a row a party by its states, the recording below, one axis. A live call grows to the right. */
export function LegsTimeline({ call, compact }: { call: CallDetail; compact?: boolean }) {
  const length = lengthOfCall(call, useNow(call.ended_at === null))
  const recordings = call.recordings.filter(({ status }) => status !== 'absent' && status !== 'starting')
  const measured = measuredLegs(call)
  return (
    <section aria-labelledby="legs-title">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3">
        <h3 id="legs-title" className="font-semibold">
          {t.title}
        </h3>
        <span className="text-12 text-ink-3">{t.parties(call.legs.length)}</span>
        <span className="flex-1" />
        <Key className="bg-ringing-tint shadow-[inset_0_0_0_1px_var(--ringing)]">{t.ringing}</Key>
        <Key className="bg-live">{t.live}</Key>
      </div>
      <div className="relative">
        <Axis length={length} most={compact ? 5 : 7} />
        <ul>
          {legRows(call, length).map((row) => (
            <LegItem key={row.id} row={row} call={call} length={length} />
          ))}
          {recordings.map((recording) => (
            <RecordingItem
              key={recording.id}
              {...{ call, recording, length }}
              rows={call.legs.length + 1}
              below={measured.length}
            />
          ))}
          {measured.map(({ leg, points }) => (
            <Item
              key={leg.id}
              name={measured.length > 1 ? t.qualityOf(leg.name ?? t.agent) : t.quality}
              detail={t.qualityScale}
            >
              <QualityLane points={points} length={length} />
            </Item>
          ))}
        </ul>
      </div>
    </section>
  )
}

const measuredLegs = (call: CallDetail): { leg: CallLeg; points: QualityPoint[] }[] =>
  call.legs.map((leg) => ({ leg, points: qualityPoints(call, leg) })).filter(({ points }) => points.length > 0)

const Key = ({ className, children }: { className: string; children: string }) => (
  <span className="flex items-center gap-1.5 text-12 text-ink-2">
    <i aria-hidden className={`h-2 w-3 rounded-[2px] ${className}`} />
    {children}
  </span>
)

function Axis({ length, most }: { length: number; most: number }) {
  return (
    <div aria-hidden className="figures relative ml-29 h-4 text-11 text-ink-3 tablet:ml-34">
      {ticksOf(length, most).map((second) => (
        <span
          key={second}
          className={`absolute ${second > 0 ? '-translate-x-1/2' : ''} ${second / length > 0.95 ? '-translate-x-full!' : ''}`}
          style={{ left: percent(second, length) }}
        >
          {formatLength(second)}
        </span>
      ))}
    </div>
  )
}

function Item({ name, detail, children }: { name: ReactNode; detail: string; children: ReactNode }) {
  return (
    <li className="flex h-10 items-center border-t border-line">
      <div className={LABEL}>
        <div className="truncate font-medium">{name}</div>
        <div className="truncate text-12 text-ink-3">{detail}</div>
      </div>
      <div className="relative h-5 min-w-0 flex-1">{children}</div>
    </li>
  )
}

function LegItem({ row: { leg, segments, end }, call, length }: { row: LegRow; call: CallDetail; length: number }) {
  const number = useNumberText()(call.caller_phone)
  const isOutside = leg.role === 'outside'
  const last = segments.at(-1)?.to ?? 0
  return (
    <Item
      name={isOutside ? (call.caller_name ?? <span className="number">{number}</span>) : (leg.name ?? t.agent)}
      detail={isOutside && call.caller_name ? number : t.roles[leg.role]}
    >
      {segments.map((segment) => (
        <Bar key={segment.from} segment={segment} length={length} />
      ))}
      {end && (
        <span
          className="absolute top-0.5 text-11 whitespace-nowrap text-ink-3"
          style={last / length < 0.6 ? { left: percent(last, length), paddingLeft: 6 } : { right: 6 }}
        >
          {end}
        </span>
      )}
    </Item>
  )
}

interface RecordingItemProps {
  call: CallDetail
  recording: CallRecording
  length: number
  /** Rows the player's cursor crosses: down to this one, and below it. */
  rows: number
  below: number
}

function RecordingItem({ call, recording, length, rows, below }: RecordingItemProps) {
  return (
    <Item name={t.recording} detail={t.channels(recording.channels)}>
      {recordingSegments(call, recording, length).map((segment) => (
        <Bar key={segment.from} segment={segment} length={length} />
      ))}
      <Cursor {...{ call, recording, length, rows, below }} />
    </Item>
  )
}

const BARS = {
  ringing: 'top-0 h-5 bg-ringing-tint shadow-[inset_0_0_0_1px_var(--ringing)]',
  live: 'top-0 h-5 bg-live',
  recording: 'top-1.5 h-2 bg-ended-line',
  paused: 'top-1.5 h-2 shadow-[inset_0_0_0_1px_var(--ended-line)]',
}

function Bar({ segment: { state, from, to }, length }: { segment: Segment; length: number }) {
  return (
    <span
      title={t[state]}
      className={`absolute grid place-items-center rounded-xs ${BARS[state]}`}
      style={{ left: percent(from, length), width: `max(3px, ${percent(to - from, length)})` }}
    >
      {state === 'paused' && <Icon of={Pause} size={12} className="bg-surface" />}
      <span className="sr-only">
        {sentenceOf(state, formatLength(from), formatLength(to), formatLength(to - from))}
      </span>
    </span>
  )
}

function sentenceOf(state: Segment['state'], from: string, to: string, length: string): string {
  if (state === 'ringing') return t.waitedFor(length)
  if (state === 'live') return t.liveFrom(from, to)
  return state === 'recording' ? t.recordedFrom(from, to) : messages.player.gaps(from, to)
}

const ROW_REM = 2.5

/** Where the player is, across all rows. */
function Cursor({ call, recording, length, rows, below }: RecordingItemProps) {
  const time = usePlayerTime(recording.id)
  const isLoaded = usePlayer().track?.recordingId === recording.id
  if (!isLoaded || !recording.started_at) return null
  const second = Math.min(length, secondOf(call, recording.started_at) + time)
  return (
    <i
      aria-hidden
      className="pointer-events-none absolute w-px bg-ink not-italic"
      style={{
        left: percent(second, length),
        bottom: `calc(-10px - ${below * ROW_REM}rem)`,
        height: `${(rows + below) * ROW_REM}rem`,
      }}
    >
      <b className="figures absolute -top-4 -left-4.5 w-9 rounded-xs bg-inverse text-center text-11 font-medium text-on-inverse">
        {formatLength(second)}
      </b>
    </i>
  )
}

const percent = (second: number, length: number) => `${(second / length) * 100}%`

/** This moment, read again every second while the call lasts. */
function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  return now
}
