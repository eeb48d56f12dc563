'use client'
import { useEffect, useState } from 'react'
import { watchLoudness } from '#lib/phone/loudness.ts'

/** A microphone that gives nothing for so long is muted, unplugged, or the wrong one. */
const QUIET_AFTER_MS = 4_000
const SILENCE = 0.01

interface MicrophoneLevel {
  level: number
  quiet: boolean
  /** The code of why it cannot be opened. */
  problem: string | null
}

const NOTHING: MicrophoneLevel = { level: 0, quiet: false, problem: null }

/** Opens a microphone, null for the system's own, while it is on screen, and tells how loud it is, 0 to 1. */
export function useMicrophoneLevel(id: string | null, onOpen: () => void): MicrophoneLevel {
  const [state, setState] = useState(NOTHING)
  useEffect(() => {
    const over = new AbortController()
    listen(id, over.signal, onOpen, setState).catch((error: unknown) => {
      const blocked = error instanceof DOMException && error.name === 'NotAllowedError'
      if (!over.signal.aborted) setState({ ...NOTHING, problem: blocked ? '31401' : '31402' })
    })
    return () => over.abort()
  }, [id, onOpen])
  return state
}

async function listen(
  id: string | null,
  over: AbortSignal,
  onOpen: () => void,
  tell: (state: MicrophoneLevel) => void,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: id ? { deviceId: { exact: id } } : true })
  let heardAt = Date.now()
  const stopWatching = watchLoudness(stream, (level) => {
    if (level > SILENCE) heardAt = Date.now()
    tell({ level, quiet: Date.now() - heardAt > QUIET_AFTER_MS, problem: null })
  })
  const stop = () => {
    stopWatching()
    for (const track of stream.getTracks()) track.stop()
  }
  if (over.aborted) return stop()
  over.addEventListener('abort', stop, { once: true })
  onOpen()
}
