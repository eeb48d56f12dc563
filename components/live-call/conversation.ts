/** One thing said, as the server tells it; times in ms from the conversation's start. */
export interface Turn {
  position: number
  speaker: 'caller' | 'assistant' | 'agent' | 'tool'
  text: string
  heardText: string | null
  startMs: number
  endMs: number | null
  latencyMs: number | null
}

export interface ConversationSummary {
  id: string
  callId: string
  state: 'waiting' | 'live' | 'human' | 'ended'
  endedReason: string | null
  createdAt: string
  startedAt: string | null
  endedAt: string | null
  party: { number: string | null; name: string | null }
  line: string
  direction: 'inbound' | 'outbound'
  callEndedAt: string | null
}

export interface Conversation extends ConversationSummary {
  assistantName: string | null
  lineLabel: string | null
  isRecording: boolean
  note: string | null
  turns: Turn[]
}

/** A text up to where it was heard, and the rest; heard null: all of it was. */
export function splitHeard({ text, heardText }: Pick<Turn, 'text' | 'heardText'>): { heard: string; struck: string } {
  if (heardText === null) return { heard: text, struck: '' }
  // The vendor's correction may differ in blanks and signs from what it sent first.
  return text.startsWith(heardText)
    ? { heard: heardText, struck: text.slice(heardText.length) }
    : { heard: heardText, struck: '' }
}

/** The tool that a turn of speaker `tool` tells of. */
export const toolOf = ({ text }: Pick<Turn, 'text'>): string => text.split(':')[0]!

/** The mean time from the end of the caller's words to the first sound of the answer, in ms; null while there is none. */
export function meanLatencyMs(turns: readonly Pick<Turn, 'latencyMs'>[]): number | null {
  const known = turns.flatMap(({ latencyMs }) => latencyMs ?? [])
  return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0) / known.length
}

/** Minutes and seconds from the start: 1:02. */
export function formatOffset(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
