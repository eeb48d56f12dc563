import type { Endpoint } from '../webhooks/webhooks.ts'

export type Track = 'inbound' | 'outbound'

/** A stream as somebody asked for it. */
export interface StreamPlan {
  url: string
  name?: string | undefined
  tracks: readonly Track[]
  /** The application may speak too. */
  bidirectional: boolean
  parameters: Record<string, string>
  callback?: Endpoint | undefined
}

/** A stream that cannot be or broke, by the real carrier's code. */
export class StreamError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const TRACKS: Record<string, readonly Track[]> = {
  inbound_track: ['inbound'],
  outbound_track: ['outbound'],
  both_tracks: ['inbound', 'outbound'],
}

/** The tracks an attribute names; a bidirectional stream has the inbound one only. Throws StreamError 31941. */
export function tracksOf(text: string | undefined, bidirectional: boolean): readonly Track[] {
  const tracks = TRACKS[text ?? 'inbound_track']
  if (!tracks || (bidirectional && tracks.join() !== 'inbound')) {
    throw new StreamError(31941, `the track ${text} cannot be streamed ${bidirectional ? 'both ways' : 'one way'}`)
  }
  return tracks
}

/**
 * The absolute WebSocket URL of a stream, relative to the document that named it. Only this machine may be reached without
 * TLS. Throws StreamError 31922 or 31923.
 */
export function streamUrl(text: string, base: string | undefined): string {
  const against = base?.split('#')[0]?.replace(/^http/, 'ws')
  if (!URL.canParse(text, against)) throw new StreamError(31923, `not a URL: ${text}`)
  const url = new URL(text, against)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'wss:' && !(url.protocol === 'ws:' && isLocal)) {
    throw new StreamError(31922, `the scheme of a stream is wss, not ${url.protocol.slice(0, -1)}`)
  }
  if (url.search !== '' || text.includes('?')) throw new StreamError(31923, 'a stream URL has no query string')
  return url.href.split('#')[0]!
}

const MOST_PARAMETER = 500

/** What goes into start.customParameters. Throws StreamError 31951 for a pair of 500 characters or more. [unverified code] */
export function customParameters(pairs: Iterable<[name: string, value: string]>): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const [name, value] of pairs) {
    if (name.length + value.length >= MOST_PARAMETER) throw new StreamError(31951, `the parameter ${name} is too long`)
    parameters[name] = value
  }
  return parameters
}
