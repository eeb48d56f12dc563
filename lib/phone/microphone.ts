import { DeviceError } from './voice-device.ts'

/**
 * Asks for the microphone and lets it go again: afterwards a call can have it. A chosen one that cannot be had gives way to
 * the system's own. Throws DeviceError 31401 (blocked) or 31402 (missing or in use).
 */
export async function readyMicrophone(id: string | null): Promise<void> {
  try {
    await tryMicrophone(id ? { deviceId: { exact: id } } : true)
  } catch (cause) {
    if (id && !isBlocked(cause)) return readyMicrophone(null)
    const blocked = isBlocked(cause)
    throw new DeviceError(blocked ? '31401' : '31402', blocked ? 'Microphone blocked' : 'No microphone')
  }
}

async function tryMicrophone(audio: MediaTrackConstraints | true): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio })
  for (const track of stream.getTracks()) track.stop()
}

/** What the browser says of the microphone, which it keeps up to date; null where it does not tell. */
export async function microphonePermission(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: 'microphone' })
  } catch {
    return null
  }
}

const isBlocked = (cause: unknown) => cause instanceof DOMException && cause.name === 'NotAllowedError'
