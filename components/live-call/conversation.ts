import type { Turn } from '#lib/assistants/assistant-answers.ts'

export type { Conversation, ConversationSummary, Turn } from '#lib/assistants/assistant-answers.ts'

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
