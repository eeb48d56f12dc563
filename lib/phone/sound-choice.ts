/** A microphone or a loudspeaker as the browser names it to this site. */
export interface Chosen {
  id: string
  name: string
}

/** What the agent speaks into, hears from, and is rung by; null is the system's own. */
export interface SoundChoice {
  microphone: Chosen | null
  speaker: Chosen | null
  ringtone: Chosen | null
}
export type SoundPart = keyof SoundChoice

export const SYSTEM_SOUND: SoundChoice = { microphone: null, speaker: null, ringtone: null }

/** The choice as this browser remembers it; what is unreadable in it is the system's own. */
export function readSoundChoice(text: string | null): SoundChoice {
  const saved = parse(text)
  return { microphone: chosen(saved.microphone), speaker: chosen(saved.speaker), ringtone: chosen(saved.ringtone) }
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const saved: unknown = JSON.parse(text ?? '{}')
    return typeof saved === 'object' && saved !== null ? { ...saved } : {}
  } catch {
    return {}
  }
}

function chosen(saved: unknown): Chosen | null {
  if (typeof saved !== 'object' || saved === null || !('id' in saved) || !('name' in saved)) return null
  const { id, name } = saved
  return typeof id === 'string' && id !== '' && typeof name === 'string' ? { id, name } : null
}

const KIND: Record<SoundPart, MediaDeviceKind> = {
  microphone: 'audioinput',
  speaker: 'audiooutput',
  ringtone: 'audiooutput',
}

type Listed = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>

/** The devices that can be chosen for a part; the browser's stand-ins for the system's own are left out. */
export const choosable = <D extends Listed>(devices: readonly D[], part: SoundPart): D[] =>
  devices.filter(({ kind, deviceId }) => kind === KIND[part] && !['', 'default', 'communications'].includes(deviceId))
