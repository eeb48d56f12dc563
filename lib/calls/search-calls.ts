import type { Reader } from '#lib/db/read-business.ts'
import { joinSql, type Sql, sql } from '#lib/db/sql.ts'
import { type Term, termsOf } from './search-terms.ts'

/** A search that finds more calls than this is answered by looking at the calls in turn: there is one on every page. */
const MOST_FOUND = 2_000
/** Found this often among the newest calls, a text is common; that is cheaper to see than to count all it is in. */
const NEWEST = 400
const COMMON = 10
/** A text too short for the index is looked for in this many of the newest calls, unless it is common. */
const SHORT_TEXT_WINDOW = 20_000

/** Three letters or digits in a row; one of another script is written in more than that. */
const INDEXED = /[a-z0-9]{3}|[^\p{ASCII}]/iu

interface Wanted {
  search?: string | undefined
  tags?: string[] | undefined
}

/**
 * The condition on table calls, named `c`, that a text and tags stand for. Each term of the text is part of a number, name or
 * note, or words said on the call; the call has all of the tags.
 */
export async function searchCondition(tx: Reader, { search = '', tags = [] }: Wanted): Promise<Sql> {
  const [term, ...others] = termsOf(search)
  if (term && others.length > 0) return findTogether(tx, [term, ...others], tags)
  return !term && tags.length === 0 ? sql`true` : findTerm(tx, term, tags)
}

/** A single term, or none: by its text and by what was said, each in its own way. */
async function findTerm(tx: Reader, term: Term | undefined, tags: string[]): Promise<Sql> {
  const text = term?.text ?? ''
  const looking = lookingAt(text, tags)
  const [ids, said] = [await findByIndex(tx, text, tags, looking), await findSaid(tx, term?.said ?? null)]
  if (said && said.length === 0) return ids ? sql`c.id = any(${ids}::uuid[])` : looking
  const words = said ? sql`c.id = any(${said}::uuid[])` : saying(text)
  if (ids && said) return sql`(c.id = any(${[...ids, ...said]}::uuid[]) and ${lookingAt('', tags)})`
  const matching = ids ? sql`c.id = any(${ids}::uuid[])` : lookingAt(text, [])
  return sql`((${matching} or ${words}) and ${lookingAt('', tags)})`
}

/** Several terms, each of which may be held by another part of the call. */
async function findTogether(tx: Reader, terms: Term[], tags: string[]): Promise<Sql> {
  const looking = joinSql([...terms.map(holding), lookingAt('', tags)], ' and ')
  if (await isCommon(tx, looking)) return looking
  const indexed = terms.filter(({ text }) => INDEXED.test(text)).toSorted((a, b) => b.text.length - a.text.length)
  if (indexed.length === 0) return sql`c.id = any(${await findAmongNewest(tx, looking)}::uuid[])`
  // The function looks for two through its indexes; that which every call holds stands for a second that has none.
  const driving = indexed.length === 1 ? [...indexed, ANYTHING] : indexed.slice(0, 2)
  const wanted = [...driving, ...terms.filter((term) => !driving.includes(term))]
  const [row] = await tx.$queryRaw<{ ids: string[] | null }[]>`
    select sec.search_terms(${wanted.map(({ text }) => text)}::text[], ${wanted.map(({ said }) => said)}::text[],
      ${tags.length > 0 ? tags : null}::text[], ${MOST_FOUND}::int) as ids`
  return row?.ids ? sql`c.id = any(${row.ids}::uuid[])` : sql`(${looking})`
}

const ANYTHING: Term = { text: '', said: null, isNumber: false }

const holding = ({ text, said }: Term): Sql =>
  said === null ? lookingAt(text, []) : sql`(${lookingAt(text, [])} or c.has_transcript and ${saying(said)})`

const lookingAt = (text: string, tags: string[]): Sql =>
  sql`(${text} = '' or strpos(c.search, search_text(${text})) > 0) and c.tags @> ${tags}::text[]`

const saying = (words: string): Sql => sql`exists (select from transcripts t where t.call_id = c.id and t.is_current
  and t.words @@ phraseto_tsquery('simple', ${words}))`

/** The ids of all calls with the text and the tags, where that is the shorter way to them. */
async function findByIndex(tx: Reader, text: string, tags: string[], looking: Sql): Promise<string[] | null> {
  if (await isCommon(tx, looking)) return null
  if (text && !INDEXED.test(text)) return findAmongNewest(tx, looking)
  const [row] = await tx.$queryRaw<{ ids: string[] | null }[]>`
    select sec.search_calls(${text || null}::text, ${tags.length > 0 ? tags : null}::text[], ${MOST_FOUND}::int) as ids`
  return row?.ids ?? null
}

async function isCommon(tx: Reader, looking: Sql): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select from (select * from calls order by started_at desc, id desc limit ${NEWEST}) c where ${looking} limit ${COMMON}`
  return rows.length === COMMON
}

async function findAmongNewest(tx: Reader, looking: Sql): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from (select * from calls order by started_at desc, id desc limit ${SHORT_TEXT_WINDOW}) c where ${looking}`
  return rows.map((row) => row.id)
}

/** The ids of all calls on which these words were said; null when they are too many to name. */
async function findSaid(tx: Reader, words: string | null): Promise<string[] | null> {
  if (words === null) return []
  const [row] = await tx.$queryRaw<{ ids: string[] | null }[]>`
    select sec.search_transcripts(${words}::text, ${MOST_FOUND}::int) as ids`
  return row?.ids ?? null
}
