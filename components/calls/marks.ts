import { termsOf } from '#lib/calls/search-terms.ts'

/** A piece of a text, and whether a search met it. */
export interface Piece {
  text: string
  isHit: boolean
}

/** A text cut where a search meets it: as it was typed, else term by term, numbers in any format; else word by word. */
export function cutAtHits(text: string, search: string): Piece[] {
  const pattern = patternsOf(search).find((each) => new RegExp(each, 'iu').test(text))
  if (!pattern) return [{ text, isHit: false }]
  // Cut at a group, a text comes in turns: what stands between, and what was met.
  const pieces = text.split(new RegExp(`(${pattern})`, 'iu')).map((text, index) => ({ text, isHit: index % 2 === 1 }))
  return pieces.filter(({ text }) => text !== '')
}

/** Characters that may stand before the first hit of a text with little room. */
const LEAD = 12

/** A text from shortly before its first hit on, so that the hit is seen where there is little room; at most `most` characters before. */
export function fromHit(text: string, search: string, most = LEAD): string {
  const [first, hit] = cutAtHits(text, search)
  if (!first || !hit || first.text.length <= most) return text
  const lead = first.text.slice(-most)
  return `…${lead.slice(lead.indexOf(' ') + 1)}${text.slice(first.text.length)}`
}

function patternsOf(search: string): string[] {
  const terms = termsOf(search)
  const words = search.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  if (terms.length === 0) return []
  const ofTerms = terms.map(({ text, isNumber }) => (isNumber ? [...text].join('[\\s()+./-]*') : escaped(text)))
  // A number's own format is not looked for: its digits are, in any.
  const asTyped = terms.every(({ isNumber }) => isNumber) ? [] : [escaped(search.trim())]
  const byWord = asTyped.length > 0 && words.length > 0 ? [words.map(escaped).join('|')] : []
  return [...asTyped, ofTerms.join('|'), ...byWord]
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
