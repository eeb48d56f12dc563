'use client'
import { useEffect, useRef, useState } from 'react'
import { loudness } from '#lib/phone/loudness.ts'
import { playSound, stopSound } from './play-sound.ts'
import { usePhoneStore } from './use-phone.tsx'

const STEP_MS = 80
const WINDOW_S = 0.04

/** Plays a sound to try a loudspeaker, null for the system's own, and tells how loud it is while it plays, 0 to 1. */
export function useTestSound(name: string, speaker: string | null) {
  const [level, setLevel] = useState<number | null>(null)
  const over = useRef<AbortController>(null)
  useEffect(() => () => over.current?.abort(), [])
  const play = async () => {
    const end = new AbortController()
    over.current = end
    setLevel(0)
    try {
      const [sound, samples] = await Promise.all([playSound(name, speaker), samplesOf(name)])
      await untilEnded(sound, end.signal, () => setLevel(loudness(samples(sound.currentTime))))
    } finally {
      setLevel(null)
    }
  }
  return { playing: level !== null, level: level ?? 0, play }
}

/** A media element cannot be listened to without leaving its loudspeaker, so the file itself says how loud it is at a second. */
async function samplesOf(name: string): Promise<(second: number) => Float32Array> {
  const file = await (await fetch(`/sounds/${name}.wav`)).arrayBuffer()
  const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(file)
  const { sampleRate } = sound
  return (second) => sound.getChannelData(0).subarray(second * sampleRate, (second + WINDOW_S) * sampleRate)
}

async function untilEnded(sound: HTMLAudioElement, over: AbortSignal, step: () => void): Promise<void> {
  const timer = setInterval(step, STEP_MS)
  await new Promise<void>((done) => {
    sound.addEventListener('ended', () => done(), { once: true })
    over.addEventListener('abort', () => done(), { once: true })
  })
  clearInterval(timer)
  stopSound(sound)
}

/** How loud the other side of the call is now, 0 to 1; 0 outside of calls. */
export function useTheirLevel(): number {
  const store = usePhoneStore()
  const [level, setLevel] = useState(0)
  useEffect(() => {
    if (!store) return
    let peak = 0
    const stop = store.subscribeLevels((_, theirs) => {
      peak = Math.max(peak, theirs)
    })
    const timer = setInterval(() => {
      setLevel(peak)
      peak = 0
    }, STEP_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [store])
  return level
}
