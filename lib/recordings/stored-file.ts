import type { PrivateFile } from '#lib/http/file-route.ts'

/** Kinds of sound that are kept, by what they are in a file's name, with their types. */
export const AUDIO_TYPES = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  webm: 'audio/webm',
  flac: 'audio/flac',
} as const
export type AudioFormat = keyof typeof AUDIO_TYPES

interface Stored {
  id: string
  recordingSid: string | null
  path: string | null
  bytes: number | null
  format: string | null
}

/** Where a recording lies in the store, from the path on its row. */
export const placeOf = (path: string): string => `recordings/${path}`

/** The file of a recording that is stored. */
export function storedFile({ id, recordingSid, path, bytes, format }: Stored): PrivateFile {
  const kind = format as AudioFormat
  return { path: placeOf(path!), bytes: bytes!, type: AUDIO_TYPES[kind], name: `${recordingSid ?? id}.${kind}` }
}
