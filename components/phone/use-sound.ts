'use client'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { readSoundChoice, type SoundChoice, type SoundPart } from '#lib/phone/sound-choice.ts'
import { usePersistent } from './use-persistent.ts'
import { usePhoneStore } from './use-phone.tsx'

const NONE: MediaDeviceInfo[] = []
let devices = NONE
const listeners = new Set<() => void>()

async function list(): Promise<void> {
  devices = await navigator.mediaDevices.enumerateDevices()
  for (const listener of listeners) listener()
}

const listAgain = () => void list()

function subscribe(listener: () => void): () => void {
  if (!navigator.mediaDevices) return () => undefined
  listeners.add(listener)
  if (listeners.size === 1) navigator.mediaDevices.addEventListener('devicechange', listAgain)
  listAgain()
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) navigator.mediaDevices.removeEventListener('devicechange', listAgain)
  }
}

/** The sound devices of this computer as they come and go. Nameless until the microphone was allowed once; `again` then. */
export function useSoundDevices(): { devices: MediaDeviceInfo[]; again: () => void } {
  return {
    devices: useSyncExternalStore(
      subscribe,
      () => devices,
      () => NONE,
    ),
    again: listAgain,
  }
}

/** What the agent chose to speak into, hear from and be rung by; remembered by this browser, for all its tabs. */
export function useSoundChoice() {
  const [text, save] = usePersistent('offhook.sound')
  const choice = useMemo(() => readSoundChoice(text), [text])
  const choose = useCallback(
    (part: SoundPart, device: MediaDeviceInfo | null) => {
      const chosen = device && { id: device.deviceId, name: device.label }
      save(JSON.stringify({ ...choice, [part]: chosen } satisfies SoundChoice))
    },
    [choice, save],
  )
  return { choice, choose }
}

/** Gives the phone the choice, now and whenever it changes, in this tab or another. */
export function useSoundOnPhone(): void {
  const store = usePhoneStore()
  const { choice } = useSoundChoice()
  useEffect(() => store?.useSound(choice), [store, choice])
}
