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

/** What a call runs: a URL to ask, or TwiML given with the request that started it. */
export type Source =
  | { request: Endpoint; fields?: Fields; fallback?: Endpoint | undefined }
  | { twiml: string; fallback?: Endpoint | undefined }

/** TwiML that a leg is told beside what its call runs: while it waits, is held, or before it is connected. */
export interface Aside {
  leg: Leg
  request: Endpoint
  /** The verbs such a document may have; others throw TwimlError 12200 or what is said for them. */
  verbs: readonly string[]
  refusals?: Record<string, number>
  /** What each of its requests carries besides the call's own fields. */
  fields?: () => Fields
  signal: AbortSignal
}

/** Runs an aside until it has no more to do; true when it ended by <Leave>. Throws TwimlError or DeliveryError. */
export type Perform = (aside: Aside) => Promise<boolean>

/** One document being run on one leg. */
export interface Run {
  exchange: Exchange
  leg: Leg
  /** Aborted with 'moved' or 'ended' when the leg is taken away. */
  signal: AbortSignal
  document: Document
  /** The verb is the document's first. */
  isFirst: boolean
  perform: Perform
}

/** Where to go on instead of the next verb: another document, nowhere, or out of the queue the leg waits in. */
export type Next = { request: Endpoint; fields?: Fields } | 'over' | 'leave' | undefined
export type Verb = (run: Run, element: Element) => Promise<Next>
