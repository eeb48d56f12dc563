'use client'
import { memo, type PointerEvent, useId } from 'react'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { barsOf } from './bars.ts'
import type { CallRecording } from './history.ts'
import { type Track, usePlayer, usePlayerTime } from './player-context.tsx'
import { useWidth } from './use-width.ts'

const t = messages.player
const HEIGHT = 64
const PITCH = 4
const BAR = 3
const TALLEST = 29
/** Narrower gaps have no room for their word. */
const WORD_WIDTH = 48

interface LanesProps {
  recording: CallRecording
  track: Track
  agent: string
  party: string
  /** Seconds that somebody remarked on. */
  marks: number[]
}

/** The recording as it sounds: the agent above, the other party below; what was played is strong, pauses are empty. */
export function Lanes({ recording, track, agent, party, marks }: LanesProps) {
  const { seek } = usePlayer()
  const time = usePlayerTime(recording.id)
  const [ref, width] = useWidth<HTMLDivElement>()
  const two = recording.channels === 2
  const seekTo = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect()
    seek(track, ((event.clientX - left) / width) * track.length)
  }
  const [now, length] = [formatLength(time), formatLength(track.length)]
  return (
    <div className="flex gap-2">
      <div aria-hidden className="flex h-16 w-14 flex-none flex-col justify-around text-11 text-ink-2">
        <span className="truncate font-medium text-accent-ink">{two ? agent : t.both}</span>
        {two && <span className="truncate">{party}</span>}
      </div>
      <div className="min-w-0 flex-1">
        <div
          ref={ref}
          role="slider"
          tabIndex={0}
          aria-label={`${t.position}. ${two ? t.lanes(agent, party) : t.oneLane}`}
          aria-valuemin={0}
          aria-valuemax={Math.round(track.length)}
          aria-valuenow={Math.round(time)}
          aria-valuetext={t.at(now, length)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            seekTo(event)
          }}
          onPointerMove={(event) => event.buttons === 1 && seekTo(event)}
          className="relative h-16 cursor-pointer touch-pan-y rounded-xs"
        >
          {width > 0 && <Drawing recording={recording} width={width} played={(time / track.length) * width} />}
          <Gaps recording={recording} width={width} length={track.length} />
          {marks.map((second) => (
            <i
              key={second}
              aria-hidden
              className="pointer-events-none absolute -top-0.5 size-1.5 -translate-x-1/2 rounded-full bg-accent"
              style={{ left: `${Math.min(1, second / track.length) * 100}%` }}
            />
          ))}
        </div>
        <div aria-hidden className="figures flex h-4 justify-between text-11 text-ink-3">
          {[0, 0.25, 0.5, 0.75, 1].map((part) => (
            <span key={part}>{formatLength(part * track.length)}</span>
          ))}
        </div>
      </div>
    </div>
  )
}

function Drawing({ recording, width, played }: { recording: CallRecording; width: number; played: number }) {
  const id = useId()
  const head = Math.min(width - 2, Math.max(0, played - 1))
  return (
    <svg width={width} height={HEIGHT} aria-hidden className="block">
      <clipPath id={id}>
        <rect width={Math.max(0, played)} height={HEIGHT} />
      </clipPath>
      <g opacity={0.36}>
        <Bars recording={recording} width={width} />
      </g>
      <g clipPath={`url(#${id})`}>
        <Bars recording={recording} width={width} />
      </g>
      {played > 0 && <rect x={head} width={2} height={HEIGHT} className="fill-ink" />}
    </svg>
  )
}

/** Drawn anew when the width changes, not with every frame. */
const Bars = memo(function Bars({ recording, width }: { recording: CallRecording; width: number }) {
  const [party = [], agent = []] = recording.peaks ?? []
  const lanes = recording.channels === 2 ? [agent, party] : [party]
  return lanes.map((peaks, lane) =>
    barsOf(peaks, Math.floor(width / PITCH)).map((loudness, bar) => {
      if (loudness === 0) return null
      const height = Math.max(2, (loudness * TALLEST) / 100)
      const y = lane === 0 ? HEIGHT / 2 - 1 - height : HEIGHT / 2 + 1
      const [top, tall] = lanes.length === 1 ? [HEIGHT / 2 - height, height * 2] : [y, height]
      return (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          key={`${lane}-${bar}`}
          x={bar * PITCH}
          y={top}
          width={BAR}
          height={tall}
          className={lane === 0 ? 'fill-accent' : 'fill-ink-3'}
        />
      )
    }),
  )
})

function Gaps({ recording, width, length }: { recording: CallRecording; width: number; length: number }) {
  return gapsOf(recording, length).map(({ from, to }) => (
    <span
      key={from}
      style={{ left: `${(from / length) * 100}%`, width: `${((to - from) / length) * 100}%` }}
      className="pointer-events-none absolute top-1/2 grid h-4 -translate-y-1/2 place-items-center text-11 text-ink-3"
    >
      <span className={((to - from) / length) * width < WORD_WIDTH ? 'sr-only' : ''} aria-hidden>
        {t.gap}
      </span>
      <span className="sr-only">{t.gaps(formatLength(from), formatLength(to))}</span>
    </span>
  ))
}

/** The pauses of a recording in seconds of it. */
export function gapsOf({ started_at, pauses }: CallRecording, length: number): { from: number; to: number }[] {
  if (!started_at) return []
  const second = (iso: string) => Math.max(0, Math.min(length, (Date.parse(iso) - Date.parse(started_at)) / 1000))
  return pauses.map(({ from, to }) => ({ from: second(from), to: to ? second(to) : length }))
}
