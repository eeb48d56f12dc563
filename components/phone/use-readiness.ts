'use client'
import { useCallback, useEffect, useState } from 'react'
import { readyMicrophone } from '#lib/phone/microphone.ts'
import { DeviceError } from '#lib/phone/voice-device.ts'
import { playSound, stopSound } from './play-sound.ts'
import { useSoundChoice } from './use-sound.ts'

type Microphone = 'unknown' | PermissionState

/** Whether this tab may ring and be heard, and a check that turns both on and finds out for real. */
export function useReadiness() {
  const silent = useSilentTab()
  const [microphone, setMicrophone] = useMicrophonePermission()
  const [problem, setProblem] = useState<string | null>(null)
  const [checking, setChecking] = useState(false)
  const { choice } = useSoundChoice()
  const check = useCallback(async () => {
    setChecking(true)
    const found = (await soundProblem(choice.ringtone?.id)) ?? (await microphoneProblem(choice.microphone?.id))
    setProblem(found)
    if (!found) setMicrophone('granted')
    setChecking(false)
    // Asked in the same click: a hidden tab cannot show a call in any other way.
    if ('Notification' in window && Notification.permission === 'default') await Notification.requestPermission()
  }, [choice, setMicrophone])
  return { silent, microphone, problem, checking, check }
}

async function soundProblem(speaker: string | undefined): Promise<string | null> {
  try {
    stopSound(await playSound('disconnect', speaker ?? null))
    return null
  } catch {
    return 'sound_blocked'
  }
}

async function microphoneProblem(id: string | undefined): Promise<string | null> {
  try {
    await readyMicrophone(id ?? null)
    return null
  } catch (error) {
    if (error instanceof DeviceError) return error.code
    throw error
  }
}

/** Whether the browser keeps this tab silent because nobody has clicked or typed in it yet. */
function useSilentTab(): boolean {
  const [silent, setSilent] = useState(false)
  useEffect(() => {
    const check = () => setSilent(navigator.userActivation?.hasBeenActive === false)
    check()
    const events = ['click', 'keyup'] as const
    for (const name of events) document.addEventListener(name, check)
    return () => {
      for (const name of events) document.removeEventListener(name, check)
    }
  }, [])
  return silent
}

/** What the browser says of the microphone; unknown where it does not say. */
function useMicrophonePermission(): [Microphone, (to: Microphone) => void] {
  const [state, setState] = useState<Microphone>('unknown')
  useEffect(() => {
    let permission: PermissionStatus | null = null
    const read = () => permission && setState(permission.state)
    const watch = async () => {
      permission = await navigator.permissions.query({ name: 'microphone' as PermissionName })
      permission.addEventListener('change', read)
      read()
    }
    // Some browsers do not know this name: then only a call tells.
    watch().catch(() => undefined)
    return () => permission?.removeEventListener('change', read)
  }, [])
  return [state, setState]
}
