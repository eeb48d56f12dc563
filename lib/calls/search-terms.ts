/** One thing that a search wants of a call. */
export interface Term {
  /** What is looked for in numbers, names and notes: of a number its digits, without the zeros it is dialled with at home. */
  text: string
  /** What is looked for among the words said on the call, in this order; null where it is no word. */
  said: string | null
  isNumber: boolean
}

/** A number in any format; a word or words in quotation marks. */
const PIECES = /"([^"]+)"|[^\s"]+/g
const OF_NUMBERS = /^[\d\s()+./-]+$/

/**
 * What a search wants, each of which a call must have somewhere. What stands in quotation marks is one; so are the parts of a
 * number that follow each other.
 */
export function termsOf(search: string): Term[] {
  const terms: Term[] = []
  let number: string[] = []
  const endNumber = () => {
    if (number.length > 0) terms.push(numberOf(number.join(' ')))
    number = []
  }
  for (const [piece, quoted] of search.matchAll(PIECES)) {
    if (quoted === undefined && OF_NUMBERS.test(piece)) number.push(piece)
    else {
      endNumber()
      terms.push(wordOf(quoted?.trim() ?? piece))
    }
  }
  endNumber()
  return terms.filter(({ text }) => text !== '')
}

const wordOf = (text: string): Term => ({ text, said: /\p{L}{2}/u.test(text) ? text : null, isNumber: false })

/** A number is found by its digits, whatever stands between them, with or without the zeros it is dialled with at home. */
function numberOf(typed: string): Term {
  const digits = typed.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '')
  return { text: digits || typed, said: null, isNumber: digits !== '' }
}
