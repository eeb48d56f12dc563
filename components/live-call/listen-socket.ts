import { FramePlayer } from './play-frames.ts'

interface ListenOptions {
  url: string
  takeTicket: () => Promise<string>
  /** It is over: false when it never began. */
  onOver: (began: boolean) => void
}

type Frame = { event: 'audio'; track: 'caller' | 'assistant'; payload: string } | { event: 'clear' | 'ready' }

/** Plays both sides of a conversation in this page until it is over or the returned function is called. */
export function listenTo({ url, takeTicket, onOver }: ListenOptions): () => void {
  const player = new FramePlayer()
  let socket: WebSocket | null = null
  let began = false
  let ended = false
  const end = () => {
    if (ended) return
    ended = true
    socket?.close()
    player.close()
  }
  const over = () => {
    if (!ended) onOver(began)
    end()
  }
  const take = (frame: Frame | null) => {
    if (frame?.event === 'ready') began = true
    if (frame?.event === 'audio') player.play(frame.track, frame.payload)
    if (frame?.event === 'clear') player.clear('assistant')
  }
  takeTicket().then((ticket) => {
    if (ended) return
    socket = new WebSocket(url)
    socket.onopen = () => socket?.send(JSON.stringify({ type: 'ticket', ticket }))
    socket.onmessage = ({ data }) => !ended && take(readFrame(data))
    socket.onclose = over
  }, over)
  return end
}

/** A frame that this page knows, or null. */
function readFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null
  const frame: unknown = JSON.parse(text)
  if (typeof frame !== 'object' || frame === null || !('event' in frame)) return null
  if (frame.event === 'ready' || frame.event === 'clear') return { event: frame.event }
  if (frame.event !== 'audio' || !('payload' in frame) || typeof frame.payload !== 'string') return null
  const isCaller = 'track' in frame && frame.track === 'caller'
  return { event: 'audio', track: isCaller ? 'caller' : 'assistant', payload: frame.payload }
}
