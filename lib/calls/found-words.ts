import type { Tx } from '#lib/db/with-business.ts'

/** Where a search met a call beyond its names and numbers, with some words around. */
export interface FoundWords {
  in: 'notes' | 'transcript'
  text: string
}

/** Characters of a note shown before and after what was found in it. */
const AROUND = 40

/** The words that a search met in the notes and transcripts of these calls, by call. */
export async function foundWords(tx: Tx, ids: string[], search: string): Promise<Map<string, FoundWords>> {
  if (search === '' || ids.length === 0) return new Map()
  const said = await tx.$queryRaw<{ id: string; text: string }[]>`
    select t.call_id as id, ts_headline('simple', left(t.text, 200000), wanted,
      'MaxFragments=1, MaxWords=14, MinWords=6, StartSel="", StopSel=""') as text
    from transcripts t, websearch_to_tsquery('simple', ${search}) wanted
    where t.call_id = any(${ids}::uuid[]) and t.is_current and t.words @@ wanted`
  const noted = await tx.$queryRaw<{ id: string; text: string }[]>`
    select id, substr(notes, greatest(1, place - ${AROUND}), ${AROUND * 2} + length(${search})) as text
    from calls, lateral (select strpos(lower(notes), lower(${search})) as place) found
    where id = any(${ids}::uuid[]) and place > 0`
  return new Map<string, FoundWords>([
    ...said.map(({ id, text }) => [id, { in: 'transcript', text } as const] as const),
    ...noted.map(({ id, text }) => [id, { in: 'notes', text } as const] as const),
  ])
}
