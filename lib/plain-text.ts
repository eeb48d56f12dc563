import { z } from 'zod'

/** Control characters but tab and line end, and halves of characters: no text of a person, and PostgreSQL takes not all of them. */
const UNPRINTABLE = /[^\P{Cc}\t\n\r]|\p{Cs}/gu

const clean = (text: string): string => text.replace(UNPRINTABLE, '')

/** Text as it was sent, without control characters; max counts characters as they came. */
export const plainText = (max: number) => z.string().max(max).transform(clean)

/** Any JSON object of at most max characters of JSON, its texts and names without control characters. */
export const plainObject = (max: number) =>
  z
    .record(z.string(), z.json())
    .refine((value) => JSON.stringify(value).length <= max, `must not have more than ${max} characters of JSON`)
    .transform((value) => cleanJson(value) as Record<string, z.core.util.JSONType>)

function cleanJson(value: z.core.util.JSONType): z.core.util.JSONType {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(cleanJson)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [clean(name), cleanJson(each)]))
}
