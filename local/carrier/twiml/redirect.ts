import { z } from 'zod'
import { method } from './attributes.ts'
import { resolveUrl } from './fetch.ts'
import { noChildren, readAttributes } from './parse.ts'
import type { Verb } from './verb.ts'

const Attributes = z.strictObject({ method })

/** <Redirect>: another document takes over. */
export const redirect: Verb = async ({ document }, element) => {
  const { method } = readAttributes(Attributes, element)
  noChildren(element)
  return { request: { url: resolveUrl(document, element.text), method } }
}
