const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
const SCHEME = /^\s*(?:tel|callto|sms|sips?|facetime|whatsapp):(?:\/\/)?/i
/** What people and programs put between or around digits beside spaces, dots, dashes, slashes and brackets. */
const ODD_SEPARATORS = /[\s_·•|]+/g
const WRAPPING = /^[\s"'“”‘’«»<>[\]{}]+|[\s"'“”‘’«»<>[\]{},.;:!?]+$/g

/** What was typed or pasted, told plainly: ASCII digits, no scheme, no quotes, one + where several ways of writing it were. */
export function tidyDialled(text: string): string {
  const plain = digitsToAscii(text.normalize('NFKC').replace(INVISIBLE, ''))
  return withContext(withoutScheme(plain))
    .replace(ODD_SEPARATORS, ' ')
    .replace(WRAPPING, '')
    .replace(/\(\s*(\+\s?\d+)\s*\)/g, '$1 ')
    .replace(/^\+[+\s]*(?:00|011)?/, '+')
    .replace(/^[\d\s().+-]*[oO][\doO\s().-]*$/, (number) => number.replace(/o/gi, '0'))
    .trim()
}

/** The digits of every script are ten in a row, zero first. */
const digitsToAscii = (text: string): string =>
  text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    let value = 0
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
    return String(value)
  })

/** A link's address alone, without the host of a SIP address and without a query. */
function withoutScheme(text: string): string {
  if (!SCHEME.test(text)) return text
  const address = text
    .replace(SCHEME, '')
    .replace(/\?.*$/s, '')
    .replace(/@[^;]*/, '')
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/** RFC 3966: a local number is told by what goes before it, unless that is a domain. https://www.rfc-editor.org/rfc/rfc3966#section-5.1.5 */
function withContext(address: string): string {
  const [parameter, context = ''] = /;phone-context=([^;]*)/i.exec(address) ?? ['']
  const number = address.replace(parameter, '').trim()
  return context.startsWith('+') && !number.startsWith('+') ? context + number : number
}

const KEYS = ['', '', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']
const VANITY = /^(\(?\+?\d[\d\s().-]{1,}?)([a-z][a-z-]{2,})$/i
/** More digits are a whole number, with a word behind it. */
const MOST_BEFORE_LETTERS = 6
/** In a sentence only capitals after the prefix of a free number are meant as digits. */
const VANITY_IN_WORDS = /(?:^|\s)((?:\+?1[\s.-]?)?\(?8\d\d\)?[\s.-]?)([A-Z][A-Z-]{5,})(?=\s|[.,;!?]|$)/

/** 1-800-FLOWERS is a number in letters; a sentence is not. What North America's numbers have too many of, nobody dials. */
export function lettersToDigits(text: string, callingCode: string): string {
  const [, digits, letters] = VANITY.exec(text) ?? VANITY_IN_WORDS.exec(text) ?? []
  if (!digits || !letters || digits.replace(/\D/g, '').length > MOST_BEFORE_LETTERS) return text
  const number = digits + letters.replace(/[a-z]/gi, (letter) => String(keyOf(letter))).replace(/-/g, '')
  const northAmerican = /^\(?\+?1/.test(number) || (callingCode === '1' && !number.startsWith('+'))
  return northAmerican ? shortened(number) : number
}

const keyOf = (letter: string) => KEYS.findIndex((keys) => keys.includes(letter.toLowerCase()))

function shortened(number: string): string {
  const digits = number.replace(/\D/g, '')
  return (number.startsWith('+') ? '+' : '') + digits.slice(0, digits.startsWith('1') ? 11 : 10)
}

const EXTENSION = /(?:\b(?:ext(?:ension|n)?|int|x)|доб|x|#)[.:]?\s*\d{1,7}\s*$/iu

/** Whether there is more than a number and its extension: words, which a number may stand in. */
export const hasWords = (text: string): boolean => /\p{L}/u.test(text.replace(/;ext=/gi, '#').replace(EXTENSION, ''))

/** The runs of a text that look like numbers, longest first. */
export const numberLike = (text: string): string[] =>
  (text.match(/\+?\(?\d[\d\s().\-/]{5,}\d/g) ?? []).toSorted((a, b) => b.length - a.length)
