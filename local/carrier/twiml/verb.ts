import type { Exchange } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import type { Element } from './parse.ts'

export interface Document {
  elements: Element[]
  /** Where it came from, for relative URLs; undefined for TwiML given with a REST request. */
  url: string | undefined
}

/** One document being run on one leg. */
export interface Run {
  exchange: Exchange
  leg: Leg
  /** Aborted with 'moved' or 'ended' when the leg is taken away. */
  signal: AbortSignal
  document: Document
  /** The verb is the document's first. */
  isFirst: boolean
}

/** Where to go on instead of the next verb: another document, or nowhere. */
export type Next = { request: Endpoint; fields?: Fields } | 'over' | undefined
export type Verb = (run: Run, element: Element) => Promise<Next>
