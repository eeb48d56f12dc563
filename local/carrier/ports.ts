/**
 * What the parts of the local carrier know of each other. Sound travels as frames: 20 ms of mu-law at 8 kHz, 160 bytes.
 * Signalling (browsers) and phones (simulated) both give call control a Line; rooms mix whoever is a Party.
 */

/** One end of a conversation as sound: the clock reads its next frame and writes what it hears, once per 20 ms tick. */
export interface Party {
  /** What the party says now; undefined when it has nothing to say (silence). */
  read(): Uint8Array | undefined
  /** What the party hears now. Must not be kept or changed by the receiver. */
  write(frame: Uint8Array): void
}

/** Why a line ended: `hangup` its own user did, `lost` the connection died, `refused` it declined, `busy`, `unreachable` nobody is registered, `failed` the network to it. */
export type LineEnd = 'hangup' | 'lost' | 'refused' | 'busy' | 'unreachable' | 'failed'

export interface LineEvents {
  /** The far end rings (a phone or at least one browser was reached). */
  ringing: () => void
  /** The far end picked up; its sound flows from now on. */
  answered: () => void
  /** The far end went away or never came; not emitted after hangUp() of ours. */
  ended: (why: LineEnd) => void
  digit: (digit: string) => void
}

/** The connection to one outside thing: a browser's Voice SDK or a simulated phone. */
export interface Line extends Party {
  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): void
  /** Accepts a line that came to us (a browser's connect, a phone that dialled in); media flows. */
  answer(): void
  /** Lets an unanswered incoming line hear sound early (183 with SDP for a browser). */
  earlyMedia(): void
  /** Ends it from our side, in any state: cancels a ringing one. errorCode is a Voice SDK code for real failures only. */
  hangUp(errorCode?: number): void
  /** Tells it a key the other party pressed; only lines that can show it have this. */
  receiveDigit?(digit: string): void
  /** The words its party is saying now, where they are known: what speech recognition will have heard when it is over. */
  readonly utterance?: string | undefined
  /** An answering machine picked up; only lines that know have this. */
  readonly isMachine?: boolean | undefined
  /** Whether any sound has arrived; a browser whose media cannot reach us stays false. Lines without a network have none. */
  readonly audioSeen?: boolean
  /** Where its sound is received, as host:port, once known. */
  readonly mediaAddress?: string | undefined
}

/** A browser that wants to call: what its connect() sent. identity comes from the verified token, never from params. */
export interface BrowserCall {
  accountSid: string
  identity: string
  applicationSid: string
  params: Record<string, string>
  /** The carrier gives the call its CA sid before anything is sent back. */
  accept(callSid: string): Line
}

export interface Invite {
  accountSid: string
  identity: string
  callSid: string
  from: string
  to: string
  /** Custom parameters of <Parameter>; the SDK shows them as call.customParameters. */
  params: Record<string, string>
}

/** A call with a browser, for whoever debugs it. */
export interface BrowserCallReport {
  callSid: string
  identity: string
  state: 'ringing' | 'answered'
  /** Whether any sound came from the browser. */
  audioSeen: boolean
  /** It was answered 3 s ago and no sound came: the browser cannot reach the media address. */
  noAudioPath: boolean
  mediaAddress: string | null
  /** What the browser sent as call messages, oldest first. */
  messages: { content: unknown; type: string }[]
}

/** The Voice SDK side of the carrier. */
export interface Signalling {
  /** Rings every registered socket of an identity; the first answer wins and the others are cancelled. */
  invite(invite: Invite): Line
  onBrowserCall(listener: (call: BrowserCall) => void): void
  /** Sockets registered for incoming calls now. */
  registered(accountSid: string, identity: string): number
  /** Calls with browsers now. */
  calls(): BrowserCallReport[]
  /** Sends a call message to the browser; false when there is no such call. */
  message(callSid: string, content: unknown): boolean
  /** Kills the connections of all browsers, or of one identity's, as a failing network would. Gives how many. */
  cut(identity?: string): number
}

/** The phone network side: any E.164 number that no account owns is a simulated phone. */
export interface Phones {
  dial(call: { callSid: string; from: string; to: string }): Line
}
