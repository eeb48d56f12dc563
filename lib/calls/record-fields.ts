import { z } from 'zod'
import { plainObject, plainText } from '#lib/plain-text.ts'
import { MOST_SECONDS, StatusWord } from './call-filter.ts'
import { OUTCOMES } from './call-words.ts'

const measure = z.number().min(-1e9).max(1e9)

/** How a call sounded, as whoever took part measured it: jitter and rtt in ms, packet_loss as a share or in percent. */
const Quality = z.object({
  jitter: measure.optional(),
  packet_loss: measure.optional(),
  mos_score: z.number().min(0).max(5).optional(),
  rtt: measure.optional(),
  codec: plainText(64).optional(),
  network_info: z
    .object({
      network_type: plainText(64).optional(),
      carrier: plainText(200).optional(),
      signal_strength: measure.optional(),
    })
    .optional(),
})

/** A comma would cut a tag in two where tags are asked for. */
export const Tag = plainText(64)
  .transform((text) => text.trim())
  .refine((text) => text !== '' && !text.includes(','), 'must be a text without a comma')

/** What people and programs note about a call; what is absent stays as it is. */
const Metadata = z.object({
  tags: z
    .array(Tag)
    .max(50)
    .transform((tags) => [...new Set(tags)])
    .optional(),
  notes: plainText(10_000).nullable().optional(),
  campaign: plainText(200).nullable().optional(),
  source: plainText(200).nullable().optional(),
  custom: plainObject(16_000).optional(),
  transcription_status: plainText(64).nullable().optional(),
})
export type Metadata = z.output<typeof Metadata>

/** A time with its zone, of a year that PostgreSQL and everybody else can tell. */
export const Instant = z.iso
  .datetime({ offset: true })
  .regex(/^(19|2\d)/, 'must be of a year from 1900 to 2999')
  .transform((text) => new Date(text))
  .refine((time) => !Number.isNaN(time.getTime()), 'is no time')

export const carrierSid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-f]{32}$`, 'i'), `must be ${prefix} and 32 hexadecimal digits`)

/** What a record may be changed in after it was made. */
export const CHANGEABLE = {
  customer_id: z.uuid().nullable().optional(),
  caller_name: plainText(200).nullable().optional(),
  status: StatusWord.optional(),
  outcome: z.enum(OUTCOMES).nullable().optional(),
  ended_at: Instant.optional(),
  /** Seconds of talk. */
  duration: z.int().min(0).max(MOST_SECONDS).optional(),
  quality: Quality.optional(),
  metadata: Metadata.optional(),
}
