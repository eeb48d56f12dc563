'use client'
import { useEffect, useState } from 'react'

/** Plays the ringtone while a call rings and is not silenced. */
export function useRingtone(ringing: boolean): void {
  useEffect(() => {
    if (!ringing) return
    const tone = new Audio('/sounds/ringtone.wav')
    tone.loop = true
    // Refused until somebody clicks in the tab; SoundNote asks for that click, and the next ring is heard.
    tone.play().catch(() => undefined)
    return () => {
      tone.pause()
      tone.removeAttribute('src')
    }
  }, [ringing])
}

/** Whether the browser keeps this tab silent because nobody has clicked or typed in it yet. */
export function useSilentTab(): boolean {
  const [silent, setSilent] = useState(false)
  useEffect(() => {
    const check = () => setSilent(navigator.userActivation?.hasBeenActive === false)
    check()
    const events = ['pointerup', 'keyup'] as const
    for (const name of events) document.addEventListener(name, check)
    return () => {
      for (const name of events) document.removeEventListener(name, check)
    }
  }, [])
  return silent
}
