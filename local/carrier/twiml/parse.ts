import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { z } from 'zod'

export interface Element {
  name: string
  attributes: Record<string, string>
  /** The text directly inside, trimmed. */
  text: string
  children: Element[]
  /** Set where mistakes are passed over: takes each of them. */
  warn?: Warn | undefined
}

export type Warn = (message: string) => void

/** A document the carrier cannot run. 12100 not XML or not TwiML, 12102 wrong root, 12200 an unknown verb or attribute. */
export class TwimlError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
})

type Node = Record<string, unknown>

/** The verbs of a TwiML document in order; throws TwimlError. With `warn`, unknown attributes and wrong nesting are passed over. */
export function parseTwiml(xml: string, warn?: Warn): Element[] {
  const valid = XMLValidator.validate(xml)
  if (valid !== true) throw new TwimlError(12100, `not XML: ${valid.err.msg} (line ${valid.err.line})`)
  if (/^\s+<\?xml/.test(xml)) throw new TwimlError(12100, 'blank space before the XML declaration')
  const roots = (parser.parse(xml) as Node[]).filter((node) => !('#text' in node)).map((node) => toElement(node, warn))
  const [root] = roots
  if (!root) throw new TwimlError(12100, 'an empty document')
  if (root.name !== 'Response') throw new TwimlError(12102, `the root is <${root.name}>, not <Response>`)
  return root.children
}

function toElement(node: Node, warn: Warn | undefined): Element {
  const name = Object.keys(node).find((key) => key !== ':@')!
  const inside = node[name] as Node[]
  const attributes = Object.entries((node[':@'] ?? {}) as Record<string, string>)
  return {
    name,
    attributes: Object.fromEntries(attributes.map(([key, value]) => [key, decode(value)])),
    text: inside.map(textOf).join('').trim(),
    children: inside.filter((child) => !('#text' in child || '#cdata' in child)).map((child) => toElement(child, warn)),
    ...(warn && { warn }),
  }
}

function textOf(node: Node): string {
  if ('#text' in node) return decode(String(node['#text']))
  return '#cdata' in node ? (node['#cdata'] as Node[]).map((part) => String(part['#text'])).join('') : ''
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Resolves references in one pass; the parser's own leaves numbers alone. An unknown one throws TwimlError. */
function decode(text: string): string {
  return text.replace(/&([^;&\s]*);?/g, (reference, name: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name) ?? []
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined
    const character = code === undefined ? NAMED[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined
    if (character === undefined || !reference.endsWith(';')) throw new TwimlError(12100, `not XML: ${reference}`)
    return character
  })
}

/** An element's attributes by its schema, which must be strict; unknown ones and bad values throw TwimlError. */
export function readAttributes<T>(schema: z.ZodType<T>, element: Element, badValue = 12200): T {
  const result = schema.safeParse(element.attributes)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const isUnknown = issue.code === 'unrecognized_keys'
  const code = isUnknown ? 12200 : badValue
  const message = `<${element.name}> ${issue.path.join('.')}: ${issue.message}`
  const wrong = isUnknown ? issue.keys : issue.path.map(String).filter((name) => name in element.attributes)
  if (!element.warn || code !== 12200 || wrong.length === 0) throw new TwimlError(code, message)
  element.warn(message)
  const rest = Object.entries(element.attributes).filter(([name]) => !wrong.includes(name))
  return readAttributes(schema, { ...element, attributes: Object.fromEntries(rest) }, badValue)
}

/** Throws TwimlError when something is nested in an element that takes text only. */
export function noChildren(element: Element): void {
  const [child] = element.children
  if (child) misplaced(child, element)
}

/** A child that its parent cannot have: throws TwimlError, or is passed over. */
export function misplaced(child: Element, parent: Element): void {
  const message = `<${child.name}> inside <${parent.name}> is not emulated`
  if (!parent.warn) throw new TwimlError(12200, message)
  parent.warn(message)
}
