import { z } from 'zod'
import { method } from './attributes.ts'
import { resolveUrl } from './fetch.ts'
import { noChildren, readAttributes } from './parse.ts'
import type { Verb } from './verb.ts'

export const RedirectAttributes = z.strictObject({ method })

/** <Redirect>: another document takes over. */
export const redirect: Verb = async ({ document }, element) => {
  const { method } = readAttributes(RedirectAttributes, element)
  noChildren(element)
  return { request: { url: resolveUrl(document, element.text), method } }
}
