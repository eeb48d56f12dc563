import type { Reader } from '#lib/db/read-business.ts'
import { joinSql, sql } from '#lib/db/sql.ts'
import { type Term, termsOf } from './search-terms.ts'

/** Where a search met a call beyond its names and numbers, with some words around. */
export interface FoundWords {
  in: 'notes' | 'transcript'
  text: string
}

/** Characters of a note shown before and after what was found in it. */
const AROUND = 40

/** The words that a search met in the notes and transcripts of these calls, by call. */
export async function foundWords(tx: Reader, ids: string[], search: string): Promise<Map<string, FoundWords>> {
  const terms = termsOf(search)
  if (terms.length === 0 || ids.length === 0) return new Map()
  const [said, noted] = [await findSaid(tx, ids, terms), await findNoted(tx, ids, terms)]
  return new Map<string, FoundWords>([
    ...said.map(({ id, text }) => [id, { in: 'transcript', text } as const] as const),
    ...noted.map(({ id, text }) => [id, { in: 'notes', text } as const] as const),
  ])
}

async function findSaid(tx: Reader, ids: string[], terms: Term[]) {
  const queries = terms.flatMap(({ said }) => (said === null ? [] : sql`phraseto_tsquery('simple', ${said})`))
  if (queries.length === 0) return []
  return tx.$queryRaw<{ id: string; text: string }[]>`
    select t.call_id as id, ts_headline('simple', left(t.text, 200000), wanted,
      'MaxFragments=1, MaxWords=14, MinWords=6, StartSel="", StopSel=""') as text
    from transcripts t, lateral (select ${joinSql(queries, ' || ')} as wanted) w
    where t.call_id = any(${ids}::uuid[]) and t.is_current and t.words @@ wanted`
}

/** From the first term in the note on. */
function findNoted(tx: Reader, ids: string[], terms: Term[]) {
  const places = terms.map(({ text }) => sql`nullif(strpos(lower(notes), lower(${text})), 0)`)
  const length = AROUND * 2 + Math.max(...terms.map(({ text }) => text.length))
  return tx.$queryRaw<{ id: string; text: string }[]>`
    select id, substr(notes, greatest(1, place - ${AROUND}), ${length}) as text
    from calls, lateral (select least(${joinSql(places)}) as place) found
    where id = any(${ids}::uuid[]) and place > 0`
}
