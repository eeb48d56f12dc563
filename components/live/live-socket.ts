export type LiveFrame = { type: 'ready' } | { type: 'ping' } | { type: 'event'; event: { type: string } }

export interface LiveSocketOptions {
  url: string
  takeTicket: () => Promise<string>
  /** The socket is up: what is on screen may be old. */
  onReady: () => void
  onDown: () => void
  onEvent: (eventType: string) => void
}

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 15_000
/** The server pings every 10 s; a socket silent for longer is dead though it looks open. */
const SILENCE_MS = 25_000
const BAD_TICKET = 4401

/** Keeps one socket to the live events open and comes back with growing pauses. Gives the function that ends it. */
export function openLiveSocket({ url, takeTicket, onReady, onDown, onEvent }: LiveSocketOptions): () => void {
  let socket: WebSocket | null = null
  let ended = false
  let retryMs = FIRST_RETRY_MS
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let silenceTimer: ReturnType<typeof setTimeout> | undefined

  const again = () => {
    clearTimeout(silenceTimer)
    if (ended) return
    onDown()
    retryTimer = setTimeout(open, retryMs * (0.5 + Math.random() / 2))
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
  }
  const heard = () => {
    clearTimeout(silenceTimer)
    silenceTimer = setTimeout(() => socket?.close(), SILENCE_MS)
  }
  const read = (text: unknown) => {
    heard()
    const frame = readFrame(text)
    if (frame?.type === 'ping') socket?.send(JSON.stringify({ type: 'pong' }))
    if (frame?.type === 'event') onEvent(frame.event.type)
    if (frame?.type !== 'ready') return
    retryMs = FIRST_RETRY_MS
    onReady()
  }
  const connect = (ticket: string) => {
    if (ended) return
    socket = new WebSocket(url)
    socket.onopen = () => socket?.send(JSON.stringify({ type: 'ticket', ticket }))
    socket.onmessage = ({ data }) => read(data)
    socket.onclose = ({ code }) => {
      if (code === BAD_TICKET) retryMs = FIRST_RETRY_MS
      again()
    }
    heard()
  }
  const open = () => void takeTicket().then(connect, again)
  open()
  return () => {
    ended = true
    clearTimeout(retryTimer)
    clearTimeout(silenceTimer)
    socket?.close()
  }
}

/** A frame of the server, or null for what this page does not know. */
export function readFrame(text: unknown): LiveFrame | null {
  if (typeof text !== 'string') return null
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return null
  }
  if (!isTyped(frame)) return null
  if (frame.type === 'ready' || frame.type === 'ping') return { type: frame.type }
  if (frame.type !== 'event' || !('event' in frame) || !isTyped(frame.event)) return null
  return { type: 'event', event: { type: frame.event.type } }
}

const isTyped = (value: unknown): value is { type: string } =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
