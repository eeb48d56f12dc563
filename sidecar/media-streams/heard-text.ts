import type { Alignment } from '#lib/assistants/voice-agent.ts'

/** A stretch of speech within a text's sound, from its start on. */
export interface Piece {
  fromMs: number
  ms: number
  alignment?: Alignment | undefined
}

/**
 * As much of a text as was spoken after heardMs of its sound; null when that is all of it. Letter by letter where the vendor said when
 * each is spoken, else whole words by their share of the sound so far.
 */
export function heardText(text: string, pieces: readonly Piece[], heardMs: number): string | null {
  const last = pieces.at(-1)
  const totalMs = last ? last.fromMs + last.ms : 0
  if (totalMs > 0 && heardMs >= totalMs) return null
  if (pieces.length > 0 && pieces.every(({ alignment }) => alignment)) return spoken(pieces, heardMs)
  const share = totalMs > 0 ? Math.floor((text.length * heardMs) / totalMs) : 0
  const isWordEnd = share === 0 || /\s/.test(text[share] ?? ' ')
  return (isWordEnd ? text.slice(0, share) : text.slice(0, text.slice(0, share).search(/\s+\S*$/) + 1)).trim()
}

const spoken = (pieces: readonly Piece[], heardMs: number): string =>
  pieces
    .flatMap(({ fromMs, alignment }) =>
      alignment!.characters.filter((_, at) => fromMs + (alignment!.startsMs[at] ?? Number.POSITIVE_INFINITY) < heardMs),
    )
    .join('')
    .trim()
