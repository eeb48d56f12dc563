'use client'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { usePersistent } from '#components/phone/use-persistent.ts'

export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2]

/** What is played. */
export interface Track {
  recordingId: string
  callId: string
  title: string
  /** Seconds. */
  length: number
}

interface Player {
  track: Track | null
  state: 'paused' | 'loading' | 'playing' | 'failed'
  speed: number
  toggle: (track: Track) => void
  /** Goes to a second of a track, which becomes the one that is played. */
  seek: (track: Track, second: number) => void
  setSpeed: (speed: number) => void
  close: () => void
}

const PlayerContext = createContext<Player | null>(null)
const TimeContext = createContext(0)

/** Owns the one sound of the history. It stands above its pages, so that it plays on from the list to the call and back. */
export function PlayerProvider({ children }: { children: ReactNode }) {
  const audio = useRef<HTMLAudioElement>(null)
  const [track, setTrack] = useState<Track | null>(null)
  const [state, setState] = useState<Player['state']>('paused')
  const [speed, setSpeed] = useSpeed()
  const time = useTime(audio, state)

  const load = useCallback((next: Track) => {
    const element = audio.current
    if (!element) return null
    if (!element.src.endsWith(sourceOf(next))) element.src = sourceOf(next)
    setTrack(next)
    return element
  }, [])
  const play = useCallback((element: HTMLAudioElement) => {
    setState('loading')
    element.play().catch((error: unknown) => {
      // A later click replaced this one.
      if (error instanceof DOMException && error.name === 'AbortError') return
      setState('failed')
    })
  }, [])

  const player = useMemo(
    (): Omit<Player, 'track' | 'state' | 'speed'> => ({
      toggle: (next) => {
        const element = load(next)
        if (!element) return
        if (element.error) element.load()
        if (element.paused) play(element)
        else element.pause()
      },
      seek: (next, second) => {
        const element = load(next)
        if (element) element.currentTime = Math.max(0, Math.min(next.length, second))
      },
      setSpeed,
      close: () => {
        audio.current?.pause()
        audio.current?.removeAttribute('src')
        setTrack(null)
      },
    }),
    [load, play, setSpeed],
  )

  useEffect(() => {
    if (!audio.current) return
    audio.current.defaultPlaybackRate = speed
    audio.current.playbackRate = speed
  }, [speed])

  const value = useMemo(() => ({ ...player, track, state, speed }), [player, track, state, speed])
  return (
    <PlayerContext value={value}>
      <TimeContext value={time}>{children}</TimeContext>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- a telephone call has no captions */}
      <audio
        ref={audio}
        preload="metadata"
        onPlaying={() => setState('playing')}
        onWaiting={() => setState('loading')}
        onPause={() => setState('paused')}
        onEnded={() => setState('paused')}
        onError={() => setState((before) => (audio.current?.hasAttribute('src') ? 'failed' : before))}
      />
    </PlayerContext>
  )
}

const sourceOf = ({ recordingId }: Track) => `/api/recordings/${recordingId}/audio`

/** The speed this person last chose. */
function useSpeed(): [number, (speed: number) => void] {
  const { user } = useDesk()
  const [stored, store] = usePersistent(`offhook-speed-${user.id}`)
  const set = useCallback((speed: number) => store(String(speed)), [store])
  return [SPEEDS.find((speed) => String(speed) === stored) ?? 1, set]
}

/** The second that is heard now: with every frame while it plays, and after every jump. */
function useTime(audio: React.RefObject<HTMLAudioElement | null>, state: Player['state']): number {
  const [time, setTime] = useState(0)
  useEffect(() => {
    const element = audio.current
    if (!element) return
    const read = () => setTime(element.currentTime)
    const events = ['seeking', 'timeupdate', 'emptied', 'ended']
    for (const event of events) element.addEventListener(event, read)
    return () => {
      for (const event of events) element.removeEventListener(event, read)
    }
  }, [audio])
  useEffect(() => {
    if (state !== 'playing') return
    let frame = requestAnimationFrame(function tick() {
      setTime(audio.current?.currentTime ?? 0)
      frame = requestAnimationFrame(tick)
    })
    return () => cancelAnimationFrame(frame)
  }, [audio, state])
  return time
}

/** The player of the history's pages. Throws outside of them. */
export function usePlayer(): Player {
  const player = useContext(PlayerContext)
  if (!player) throw new Error('usePlayer outside the history')
  return player
}

/** Seconds into the recording if it is the one that is loaded, else 0. */
export function usePlayerTime(recordingId: string): number {
  const time = useContext(TimeContext)
  return usePlayer().track?.recordingId === recordingId ? time : 0
}
