'use client'
import { useEffect } from 'react'
import { playSound, stopSound } from './play-sound.ts'
import { useSoundChoice } from './use-sound.ts'

const LOCK = 'offhook.ringtone'

/** Plays the ringtone while a call rings and is not silenced: in one tab, the first that the browser lets sound. */
export function useRingtone(ringing: boolean): void {
  const speaker = useSoundChoice().choice.ringtone?.id ?? null
  useEffect(() => {
    if (!ringing) return
    const over = new AbortController()
    navigator.locks
      .request(LOCK, { signal: over.signal }, () => ringUntil(over.signal, speaker))
      .catch((error: unknown) => {
        if (!over.signal.aborted) throw error
      })
    return () => over.abort()
  }, [ringing, speaker])
}

async function ringUntil(over: AbortSignal, speaker: string | null): Promise<void> {
  const tone = await playSound('ringtone', speaker, true).catch(() => null)
  // Refused until somebody clicks in the tab; ReadyNote asks for that click. Another tab may sound instead.
  if (!tone) return
  if (!over.aborted) await new Promise<void>((done) => over.addEventListener('abort', () => done(), { once: true }))
  stopSound(tone)
}
