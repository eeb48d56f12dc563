/** Plays a sound of ours on a loudspeaker, null for the system's own. Rejects when the browser does not let this tab sound. */
export async function playSound(name: string, speaker: string | null, loop = false): Promise<HTMLAudioElement> {
  const sound = new Audio(`/sounds/${name}.wav`)
  sound.loop = loop
  // An unplugged loudspeaker is refused; then the system's own sounds.
  if (speaker && 'setSinkId' in sound) await sound.setSinkId(speaker).catch(() => undefined)
  await sound.play()
  return sound
}

/** Ends a sound and lets go of its file. */
export function stopSound(sound: HTMLAudioElement): void {
  sound.pause()
  sound.removeAttribute('src')
}
