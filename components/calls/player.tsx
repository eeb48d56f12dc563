'use client'
import { CircleAlert, Pause, Play, RotateCcw, RotateCw } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Keycap } from '#components/ui/keycap.tsx'
import { Note } from '#components/ui/note.tsx'
import { Select } from '#components/ui/select.tsx'
import type { CallRecording } from './history.ts'
import { Lanes } from './lanes.tsx'
import { SPEEDS, type Track, usePlayer, usePlayerTime } from './player-context.tsx'

const t = messages.player
const JUMP_S = 10

interface PlayerProps {
  recording: CallRecording
  track: Track
  /** Who is heard above, who below. */
  agent: string
  party: string
  hints?: boolean
  /** Seconds that somebody remarked on. */
  marks?: number[]
  /** What stands below the lanes, on their axis. */
  children?: ReactNode
}

/** A recording as two lanes with its controls. Space plays, the arrows jump. */
export function Player({ recording, track, agent, party, hints, marks, children }: PlayerProps) {
  const player = usePlayer()
  const time = usePlayerTime(recording.id)
  const isMine = player.track?.recordingId === recording.id
  const jump = (seconds: number) => player.seek(track, time + seconds)
  const onKeyDown = (event: KeyboardEvent) => {
    const onSlider = event.target instanceof HTMLElement && event.target.role === 'slider'
    const isChoice = event.target instanceof HTMLElement && event.target.role === 'combobox'
    if (event.ctrlKey || event.metaKey || event.altKey || isChoice) return
    if (event.key === 'ArrowLeft') jump(-JUMP_S)
    else if (event.key === 'ArrowRight') jump(JUMP_S)
    else if (event.key === 'Home') player.seek(track, 0)
    else if (event.key === 'End') player.seek(track, track.length)
    else if (event.key === ' ' && onSlider) player.toggle(track)
    else return
    event.preventDefault()
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- shortcuts for what has its controls
    <div role="group" aria-label={t.label} onKeyDown={onKeyDown} className="flex flex-col gap-3">
      <Lanes {...{ recording, track, agent, party }} marks={marks ?? []} />
      {children}
      <div className="flex items-center gap-1">
        <Button
          kind="quiet"
          size="small"
          icon={RotateCcw}
          aria-label={t.back}
          title={t.back}
          onClick={() => jump(-JUMP_S)}
        />
        <PlayButton track={track} />
        <Button kind="quiet" size="small" icon={RotateCw} aria-label={t.on} title={t.on} onClick={() => jump(JUMP_S)} />
        <span className="figures px-2 whitespace-nowrap">
          <span className="font-medium">{formatLength(time)}</span>{' '}
          <span className="text-ink-3">/ {formatLength(track.length)}</span>
        </span>
        <span className="flex-1" />
        {hints && <Hints />}
        <SpeedChoice />
      </div>
      {isMine && player.state === 'failed' && (
        <Note role="alert" tone="problem" icon={CircleAlert} title={t.failed}>
          {t.failedAdvice}
        </Note>
      )}
    </div>
  )
}

/** Plays or pauses a track; while its sound is awaited it shows that. */
export function PlayButton({ track }: { track: Track }) {
  const { track: loaded, state, toggle } = usePlayer()
  const isMine = loaded?.recordingId === track.recordingId
  const playing = isMine && (state === 'playing' || state === 'loading')
  return (
    <Button
      kind="inverse"
      className="rounded-full!"
      icon={playing ? Pause : Play}
      filledIcon
      aria-label={playing ? t.pause : t.play}
      aria-busy={(isMine && state === 'loading') || undefined}
      onClick={() => toggle(track)}
    />
  )
}

function SpeedChoice() {
  const { speed, setSpeed } = usePlayer()
  return (
    <Select
      label={`${t.speed} ${t.times(speed)}`}
      value={String(speed)}
      onChange={(value) => setSpeed(Number(value))}
      options={SPEEDS.map((each) => ({
        value: String(each),
        text: t.times(each),
        content: <span className="figures">{t.times(each)}</span>,
      }))}
      trigger={t.times(speed)}
      className="figures inline-flex h-9 min-w-14 items-center justify-center rounded-md px-2 text-12 font-medium text-ink-2 hover:bg-hover tablet:h-control-small"
    />
  )
}

const Hints = () => (
  <span className="mr-2 hidden items-center gap-1.5 text-12 text-ink-3 desk:flex">
    <Keycap>Space</Keycap> {t.hints.play}
    <Keycap>←</Keycap>
    <Keycap>→</Keycap> {t.hints.jump}
  </span>
)
