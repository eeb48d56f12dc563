import { z } from 'zod'

/** Signalling of the Voice SDK, version 1.6: JSON text frames, and a bare line feed as the heartbeat. */
export const HEARTBEAT = '\n'

const callsid = z.string().min(1).max(64)
const sdp = z.string().min(1)
const message = <T extends string, P extends z.ZodType>(type: T, payload: P) =>
  z.object({ type: z.literal(type), payload })

/** What the SDK sends. Unknown fields are dropped. */
export const ClientMessage = z.discriminatedUnion('type', [
  message('listen', z.object({ token: z.string(), reconnectTimeout: z.number().min(0).max(30).default(0) })),
  message('register', z.object({ media: z.object({ audio: z.boolean() }) })),
  message(
    'invite',
    z.object({ callsid, sdp, reconnect: z.string().optional(), twilio: z.object({ params: z.string().default('') }) }),
  ),
  message('answer', z.object({ callsid, sdp })),
  message('reinvite', z.object({ callsid, sdp })),
  message('hangup', z.object({ callsid })),
  message('reject', z.object({ callsid })),
  message('dtmf', z.object({ callsid, dtmf: z.string() })),
  message(
    'message',
    z.object({
      callsid,
      voiceeventsid: z.string().max(64),
      content: z.unknown(),
      messagetype: z.string().max(256).default('user-defined-message'),
    }),
  ),
])
export type ClientMessage = z.infer<typeof ClientMessage>

/** Client messages about one call. */
export type CallMessage = Exclude<ClientMessage, { type: 'listen' | 'register' }>

interface WireError {
  code: number
  message: string
}

/** What the SDK understands. */
export type ServerMessage =
  | {
      type: 'connected'
      payload: {
        region: string
        edge: string
        home: string
        gateway: string
        token: { identity: string; ttl: number }
      }
    }
  | { type: 'ready' | 'offline'; payload: Record<string, never> }
  | { type: 'ringing'; payload: { callsid: string; sdp?: string } }
  | { type: 'answer'; payload: { callsid: string; sdp?: string; reconnect?: string } }
  | {
      type: 'invite'
      payload: { callsid: string; sdp: string; reconnect: string; parameters: Record<string, string> }
    }
  | { type: 'cancel'; payload: { callsid: string } }
  | { type: 'hangup'; payload: { callsid: string; error?: WireError } }
  | {
      type: 'message'
      payload: { callsid: string; content: unknown; contenttype: string; messagetype: string; voiceeventsid: string }
    }
  | { type: 'ack'; payload: { acktype: 'message'; callsid: string; voiceeventsid: string } }
  | { type: 'error'; payload: { error: WireError; callsid?: string; voiceeventsid?: string } }
